using Ingest.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace Ingest.S3Sink.Tests;

public sealed class When_the_options_do_not_hold
{
    [Fact]
    public async Task The_sink_does_not_start_and_every_error_is_told_at_once()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("urls", "http://127.0.0.1:0"), new("S3Sink:FlushRecords", "0"), new("Logs:MinimumLevel", "Fatal")])
            .Build();
        await using var sink = Program.Build([], configuration);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => sink.StartAsync(TestContext.Current.CancellationToken));

        var errors = ServiceOptions.ConfigurationErrors(failure);
        Assert.Contains(errors, error => error.Contains("FlushRecords", StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Contains("ObjectStore:Uri is not set", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("user1.*", "^(user1.*)$")]
    [InlineData("^a|b$", "^(a|b)$")]
    public void The_expression_is_matched_against_the_whole_name(string configured, string pattern) =>
        Assert.Equal(pattern, new SinkOptions { TopicsRegex = configured }.TopicsPattern);
}
