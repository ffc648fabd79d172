using System.CommandLine;
using Ingest.Local.Commands;
using Ingest.Testing;

namespace Ingest.Local.Tests.Commands;

public sealed class When_a_command_is_typed
{
    [Theory]
    [InlineData("emulate", "--url", "http://127.0.0.1:1/test", "--user-id", "a.b-c_1", "--events", "5", "--seed", "7", "--batch", "10", "--rate", "2.5", "--ack-log", "f", "--retries", "2", "--concurrency", "3")]
    [InlineData("emulate", "--classic", "--data", "folder")]
    [InlineData("emulate", "--database", "mysql://user@host/d", "--events", "5")]
    [InlineData("emulate", "--database", "--events", "5")]
    [InlineData("up", "--ports", "auto", "--endpoints", "f", "--data-dir", "d", "--user-id", "u", "--median", "discrete", "--log-level", "debug")]
    [InlineData("demo", "--events", "1", "--exit", "--json", "f", "--seed", "9", "--ports", "auto")]
    public void Every_option_takes_the_values_its_help_names(params string[] line) => Assert.Empty(Parse(line).Errors);

    [Theory]
    [InlineData("--user-id", "emulate", "--user-id", "a/b")]
    [InlineData("--user-id", "up", "--user-id", "")]
    [InlineData("--events", "demo", "--events", "0")]
    [InlineData("--events", "demo", "--events", "x")]
    [InlineData("--median", "demo", "--median", "mean")]
    [InlineData("--json", "demo", "--json", "no-such-folder/out.json")]
    [InlineData("--ports", "up", "--ports", "some")]
    public void A_value_that_does_not_hold_is_refused_by_the_options_name(string option, params string[] line) =>
        Assert.Contains(Parse(line).Errors, error => error.Message.Contains(option, StringComparison.Ordinal) || error.Message.Contains(line[^1], StringComparison.Ordinal));

    [Fact]
    public void A_folder_without_events_is_refused_before_anything_starts()
    {
        using var directory = new TemporaryDirectory();

        var error = Assert.Single(Parse("demo", "--data", directory.Path).Errors);

        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
        Assert.Contains("emitted.pin.ndjson", error.Message, StringComparison.Ordinal);
    }

    private static ParseResult Parse(params string[] line) =>
        new RootCommand { UpCommand.Create(), DemoCommand.Create(), EmulateCommand.Create() }.Parse(line);
}
