using Confluent.Kafka;

namespace Ingest.KafkaProxy.Kafka;

internal sealed partial class ClientEvents
{
    [LoggerMessage(1, LogLevel.Critical, "The producer can store nothing any more until the process starts anew: {Code}: {Reason}")]
    private partial void LogFatal(ErrorCode code, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Kafka: {Code}: {Reason}")]
    private partial void LogError(ErrorCode code, string reason);

    [LoggerMessage(EventId = 3, Message = "librdkafka {Facility}: {Text}")]
    private partial void LogClient(LogLevel level, string facility, string text);
}
