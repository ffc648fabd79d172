using Confluent.Kafka;

namespace Ingest.S3Sink.Consuming;

/// <summary>Asks the broker through the consumer, whose calls of this kind may come from any thread.</summary>
internal sealed partial class KafkaPartitionLog(IConsumer<byte[], byte[]> consumer, ILogger log) : IPartitionLog
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    public Task<LogRange> ReadRangeAsync(TopicPartition source, CancellationToken cancellation) => Task.Run(
        () =>
        {
            var committed = consumer.Committed([source], AnswerMax).Single().Offset;
            var range = consumer.QueryWatermarkOffsets(source, AnswerMax);
            return new LogRange(range.Low, range.High, committed.IsSpecial ? null : committed);
        },
        cancellation);

    public void Commit(TopicPartition source, long next)
    {
        try
        {
            consumer.Commit([new TopicPartitionOffset(source, next)]);
        }
        catch (KafkaException refused)
        {
            // Often because the partition went to another member meanwhile. Either way the chain says where to go on.
            LogNotCommitted(source, next, refused.Error);
        }
    }

    [LoggerMessage(LogLevel.Information, "Offset {Next} of {Source} could not be committed: {Error}")]
    private partial void LogNotCommitted(TopicPartition source, long next, Error error);
}
