using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Confluent.Kafka;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>What librdkafka says on its own account, for the log and a metric.</summary>
/// <remarks>While a broker is away it says the same many times a second: all of it is counted, and logged now and then.</remarks>
internal sealed partial class ClientEvents
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(30);

    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Counter<long> _errors;
    private readonly ConcurrentDictionary<ErrorCode, long> _lastLogged = [];

    public ClientEvents(IMeterFactory meters, TimeProvider time, ILogger<ClientEvents> log)
    {
        _log = log;
        _time = time;
        _errors = meters.Create("Ingest.KafkaProxy").CreateCounter<long>("kafka_proxy.client.errors", "{error}", "Errors of the client itself, not of a record.");
    }

    public void OnLog(LogMessage message)
    {
        var level = (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        if (message.Facility != "FAIL") // failed connections come to OnError too
        {
            LogClient(level, message.Facility, message.Message);
        }
    }

    /// <summary>An error of the proxy's own clients.</summary>
    public void OnError(Error error)
    {
        if (error.IsFatal)
        {
            LogFatal(error.Code, error.Reason);
        }

        OnCallerError(error);
    }

    /// <summary>An error of a caller's clients, which says nothing of the proxy.</summary>
    public void OnCallerError(Error error)
    {
        _errors.Add(1, new KeyValuePair<string, object?>("error.type", error.Code.ToString()));
        if (!_lastLogged.TryGetValue(error.Code, out var last) || _time.GetElapsedTime(last) >= RepeatAfter)
        {
            _lastLogged[error.Code] = _time.GetTimestamp();
            LogError(error.Code, error.Reason);
        }
    }
}
