namespace Ingest.KafkaProxy.Kafka;

internal sealed partial class KafkaProducer
{
    [LoggerMessage(1, LogLevel.Warning, "{Left} records had no outcome {Deadline} after the last request; whether they are stored is unknown")]
    private partial void LogLeft(int left, TimeSpan deadline);
}
