using Confluent.Kafka;

namespace Ingest.S3Sink.Consuming;

internal sealed partial class PollLoop
{
    [LoggerMessage(LogLevel.Information, "{Partitions} partitions assigned")]
    private partial void LogAssigned(int partitions);

    [LoggerMessage(LogLevel.Warning, "Partitions could not be assigned, and are again: {Error}")]
    private partial void LogNotAssigned(Error error);

    [LoggerMessage(LogLevel.Information, "No topic matches S3Sink:TopicsRegex yet; new ones are looked for")]
    private partial void LogNoTopicYet();

    [LoggerMessage(LogLevel.Warning, "Consuming failed, and is tried again: {Error}")]
    private partial void LogConsumeFailed(Error error);

    [LoggerMessage(LogLevel.Warning, "{Tasks} partitions did not end in time; what they were writing is completed at the next start")]
    private partial void LogEndedWithout(int tasks);
}
