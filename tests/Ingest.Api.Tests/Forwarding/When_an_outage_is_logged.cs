using Ingest.Api.Forwarding;
using Ingest.Api.Routing;
using Microsoft.Extensions.Logging;

namespace Ingest.Api.Tests.Forwarding;

public sealed class When_an_outage_is_logged
{
    [Fact]
    public void Its_beginning_and_its_end_are_and_not_each_request()
    {
        var entries = new List<string>();
        var outages = new ProxyOutages(new Collected(entries));
        var failure = new ForwardFailure(503, "It is away.", IsProxys: true);

        outages.Succeeded(Surface.Kafka, "http://k");
        outages.Failed(Surface.Kafka, "http://k", failure, null);
        outages.Failed(Surface.Kafka, "http://k", failure, null);
        outages.Failed(Surface.Kafka, "http://k", failure, null);
        outages.Succeeded(Surface.Kinesis, "http://s");
        outages.Succeeded(Surface.Kafka, "http://k");
        outages.Succeeded(Surface.Kafka, "http://k");

        Assert.Equal(
            [
                "Error Forwarding to Kafka at http://k fails: It is away. Further failures are counted until it answers again.",
                "Information Kafka at http://k answers again after 3 failed requests.",
            ],
            entries);
    }

    private sealed class Collected(List<string> entries) : ILogger<ProxyOutages>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Add($"{logLevel} {formatter(state, exception)}");
    }
}
