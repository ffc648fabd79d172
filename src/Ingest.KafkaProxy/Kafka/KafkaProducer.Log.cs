using Confluent.Kafka;

namespace Ingest.KafkaProxy.Kafka;

internal sealed partial class KafkaProducer
{
    [LoggerMessage(1, LogLevel.Critical, "The producer can store nothing any more until the process starts anew: {Code}: {Reason}")]
    private partial void LogFatal(ErrorCode code, string reason);

    [LoggerMessage(2, LogLevel.Warning, "Kafka: {Code}: {Reason}")]
    private partial void LogError(ErrorCode code, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Left} records had no outcome {Deadline} after the last request; whether they are stored is unknown")]
    private partial void LogLeft(int left, TimeSpan deadline);

    [LoggerMessage(EventId = 4, Message = "librdkafka {Facility}: {Text}")]
    private partial void LogClient(LogLevel level, string facility, string text);
}
