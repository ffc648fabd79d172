using Microsoft.Extensions.Time.Testing;

namespace Ingest.Emulator.Tests;

public sealed class When_options_do_not_hold
{
    private static readonly EmulatorOptions Good = new() { Url = new Uri("http://127.0.0.1:1"), Events = 1 };

    public static TheoryData<EmulatorOptions, string> Bad => new()
    {
        { Good with { Url = new Uri("/relative", UriKind.Relative) }, "Url must be" },
        { Good with { Url = new Uri("ftp://host") }, "Url must be" },
        { Good with { UserId = "a/b" }, "UserId must be" },
        { Good with { UserId = "" }, "UserId" },
        { Good with { Events = 0 }, "Events" },
        { Good with { Batch = 501 }, "Batch" },
        { Good with { Rate = -1 }, "Rate" },
        { Good with { Rate = double.NaN }, "Rate must be a number" },
        { Good with { Classic = true, Rate = 1 }, "Classic and Rate exclude each other" },
        { Good with { Classic = true, Concurrency = 2 }, "one event at a time" },
        { Good with { Concurrency = 0 }, "Concurrency" },
        { Good with { Retries = 11 }, "Retries" },
        { Good with { RequestTimeout = TimeSpan.Zero }, "RequestTimeout" },
        { Good with { RetryDelay = TimeSpan.FromSeconds(6) }, "RetryDelay is 00:00:06; it must be" },
        { Good with { DrainTimeout = TimeSpan.FromHours(1) }, "DrainTimeout" },
        { Good with { SourceDirectory = "/does/not/exist" }, "emitted.geo.ndjson" },
        { Good with { SourceDirectory = ".", Database = EmulatorDatabase.Parse("mysql://u@h/d") }, "Database and SourceDirectory exclude each other" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task It_says_which_and_why_before_anything_is_sent(EmulatorOptions options, string message)
    {
        using var http = new HttpClient();
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => new EventEmulator(http, new FakeTimeProvider()).RunAsync(
            options, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        using var http = new HttpClient();
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => new EventEmulator(http, new FakeTimeProvider()).RunAsync(
            Good with { UserId = "a b", Batch = 0 }, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("UserId", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Batch", failure.Message, StringComparison.Ordinal);
    }
}
