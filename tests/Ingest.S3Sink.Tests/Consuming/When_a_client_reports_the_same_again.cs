using System.Collections.Concurrent;
using Ingest.S3Sink.Consuming;
using Ingest.ServiceDefaults;
using Ingest.Testing;
using Ingest.Testing.Kafka;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.S3Sink.Tests.Consuming;

public sealed class When_a_client_reports_the_same_again
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly Lines _log = new();

    static When_a_client_reports_the_same_again() => AwsTestCredentials.Use();

    [Fact]
    public async Task It_is_logged_once_in_half_a_minute()
    {
        using var directory = new TemporaryDirectory();
        await using var msk = new StandInBroker(tls: true) { Refusal = _ => "Access denied" };
        var settings = new KafkaSettings
        {
            BootstrapServers = msk.Address,
            Authentication = KafkaAuthentication.MskIam,
            Region = "eu-west-1",
            Client = new()
            {
                ["ssl.ca.location"] = msk.WriteCertificate(directory.Path),
                ["broker.address.family"] = "v4",
                ["reconnect.backoff.ms"] = "20",
                ["reconnect.backoff.max.ms"] = "50",
            },
        };
        using var admin = new KafkaClients(Options.Create(settings), _time, _log).Admin();

        await LoggedAsync(1);
        await LoginsAsync(msk, 3);
        Assert.Single(Refusals());

        _time.Advance(TimeSpan.FromSeconds(31));
        await LoggedAsync(2);
        await LoginsAsync(msk, msk.Tokens.Count + 2);
        Assert.Equal(2, Refusals().Length);
    }

    private string[] Refusals() => [.. _log.All.Where(line => line.Contains("Access denied", StringComparison.Ordinal))];

    private Task LoggedAsync(int count) => Eventually.IsTrueAsync(() => Task.FromResult(Refusals().Length >= count), $"the refusal is logged {count} times");

    private static Task LoginsAsync(StandInBroker msk, int count) => Eventually.IsTrueAsync(() => Task.FromResult(msk.Tokens.Count >= count), $"{count} logins");

    private sealed class Lines : ILogger<KafkaClients>
    {
        public ConcurrentQueue<string> All { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));
    }
}
