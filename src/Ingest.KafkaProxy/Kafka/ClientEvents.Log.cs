using Confluent.Kafka;

namespace Ingest.KafkaProxy.Kafka;

internal sealed partial class ClientEvents
{
    [LoggerMessage(1, LogLevel.Error, "The producer can store nothing any more, and another takes its place: {Code}: {Reason}")]
    private partial void LogFatal(ErrorCode code, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Kafka: {Code}: {Reason}")]
    private partial void LogError(ErrorCode code, string reason);

    [LoggerMessage(EventId = 3, Message = "librdkafka {Facility}: {Text}")]
    private partial void LogClient(LogLevel level, string facility, string text);
}
