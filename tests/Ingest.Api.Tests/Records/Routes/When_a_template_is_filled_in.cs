using CsCheck;
using Ingest.Api.Records.Routes;

namespace Ingest.Api.Tests.Records.Routes;

public sealed class When_a_template_is_filled_in
{
    [Theory]
    [InlineData("{userId}.{source}", "demo.pin")]
    [InlineData("streaming-{userId}-{source}", "streaming-demo-pin")]
    [InlineData("plain", "plain")]
    [InlineData("{source}{source}", "pinpin")]
    public void Placeholders_get_their_values(string template, string name) =>
        Assert.Equal((name, null), NameTemplate.Expand(template, "pin", "demo"));

    [Theory]
    [InlineData("{user}.pin", "{user} is not known; {source} and {userId} are")]
    [InlineData("{userid}.pin", "{userid} is not known; {source} and {userId} are")]
    [InlineData("{}", "{} is not known; {source} and {userId} are")]
    [InlineData("a.{userId", "the brace at character 3 is not closed")]
    [InlineData("a}b", "the brace at character 2 closes nothing")]
    [InlineData("{{source}}", "{{source} is not known; {source} and {userId} are")]
    public void What_cannot_be_filled_in_is_named(string template, string fault) =>
        Assert.Equal(fault, NameTemplate.Expand(template, "pin", "demo").Fault);

    [Fact]
    public void Any_template_gives_a_name_without_braces_or_a_fault() =>
        Gen.String[Gen.Char["{}ab"], 0, 8].Select(text => text.Replace("a", "{source}", StringComparison.Ordinal)).Sample(template =>
        {
            var (name, fault) = NameTemplate.Expand(template, "pin", "demo");
            Assert.True(fault is not null || !name.AsSpan().ContainsAny('{', '}'));
        });
}
