using Confluent.Kafka;

namespace Ingest.S3Sink.Consuming;

/// <summary>What the broker knows of a partition.</summary>
internal interface IPartitionLog
{
    /// <summary>Asks the broker.</summary>
    /// <exception cref="KafkaException">It did not answer.</exception>
    Task<LogRange> ReadRangeAsync(TopicPartition source, CancellationToken cancellation);

    /// <summary>Records where the group is; only a hint, for the chain of plans is what counts. Does not throw when the broker refuses.</summary>
    void Commit(TopicPartition source, long next);
}

/// <summary>The offsets of a partition.</summary>
/// <param name="Low">The first one that retention has left.</param>
/// <param name="End">The one after the last.</param>
/// <param name="Committed">Where the group is; null when it never committed.</param>
internal sealed record LogRange(long Low, long End, long? Committed);
