using Ingest.EmbeddedKafka.Batches;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>A batch that a producer appended. <c>Flushed</c> is done when it is acknowledged, and from the start for one that was read from the log.</summary>
internal sealed record ProducedBatch(int BaseSequence, int LastSequence, long BaseOffset, long LastOffset, long AppendTime, Task Flushed);

/// <summary>What a partition knows of the idempotent producers that wrote to it: their last batches, so that a repeated one is not stored twice.</summary>
/// <remarks>The rules are those of Kafka's ProducerStateManager (KIP-98, KIP-360). Not thread-safe: the partition holds its gate.</remarks>
internal sealed class ProducerStates
{
    /// <summary>As many batches as an idempotent producer may have under way: <c>max.in.flight.requests.per.connection</c> is at most 5.</summary>
    public const int BatchesKept = 5;

    private readonly Dictionary<long, ProducerState> _producers = [];

    public int Count => _producers.Count;

    public IEnumerable<(long ProducerId, ProducerState State)> All => _producers.Select(entry => (entry.Key, entry.Value));

    /// <summary>Says what is to be done with a batch, without doing it.</summary>
    /// <returns>An error; or the batch that it repeats; or neither, when it is to be appended.</returns>
    public (KafkaError Error, ProducedBatch? Repeated) Check(BatchHeader batch)
    {
        if (!_producers.TryGetValue(batch.ProducerId, out var state))
        {
            // Unknown, or forgotten: any sequence number may be the first.
            return (KafkaError.None, null);
        }

        if (batch.ProducerEpoch < state.Epoch)
        {
            return (KafkaError.InvalidProducerEpoch, null);
        }

        if (batch.ProducerEpoch > state.Epoch)
        {
            return (batch.BaseSequence == 0 ? KafkaError.None : KafkaError.OutOfOrderSequenceNumber, null);
        }

        var repeated = state.Batches.LastOrDefault(known => known.BaseSequence == batch.BaseSequence && known.LastSequence == batch.LastSequence);
        var follows = state.Batches.Count > 0
            ? batch.BaseSequence == Next(state.Batches[^1].LastSequence)
            : batch.BaseSequence == (state.DueSequence ?? batch.BaseSequence);
        return (repeated is not null || follows ? KafkaError.None : KafkaError.OutOfOrderSequenceNumber, repeated);
    }

    /// <summary>Takes note of a batch that was appended.</summary>
    public void Add(BatchHeader batch, long baseOffset, long appendTime, Task flushed)
    {
        if (!_producers.TryGetValue(batch.ProducerId, out var state) || state.Epoch != batch.ProducerEpoch)
        {
            _producers[batch.ProducerId] = state = new ProducerState(batch.ProducerEpoch);
        }

        state.Batches.Add(new ProducedBatch(
            batch.BaseSequence, batch.LastSequence, baseOffset, baseOffset + batch.LastOffsetDelta, appendTime, flushed));
        if (state.Batches.Count > BatchesKept)
        {
            state.Batches.RemoveAt(0);
        }
    }

    /// <summary>Puts back a producer as a snapshot has it.</summary>
    public void Restore(long producerId, ProducerState state) => _producers[producerId] = state;

    /// <summary>Forgets the batches from an offset on: they were not stored after all.</summary>
    public void RollBack(long endOffset)
    {
        foreach (var state in _producers.Values)
        {
            state.DueSequence = state.Batches.Find(batch => batch.LastOffset >= endOffset)?.BaseSequence ?? state.DueSequence;
            state.Batches.RemoveAll(batch => batch.LastOffset >= endOffset);
        }
    }

    /// <summary>Forgets the producers that have not written since a time.</summary>
    public void Expire(long olderThan)
    {
        foreach (var (producer, state) in _producers)
        {
            if (state.Batches.Count == 0 || state.Batches[^1].AppendTime < olderThan)
            {
                _producers.Remove(producer);
            }
        }
    }

    private static int Next(int sequence) => sequence == int.MaxValue ? 0 : sequence + 1;
}

/// <summary>One producer: its epoch and its last batches in that epoch, oldest first.</summary>
internal sealed record ProducerState(short Epoch)
{
    public List<ProducedBatch> Batches { get; } = [];

    /// <summary>The sequence number that must come when none of its batches is left: they were not stored, and it sends them again.</summary>
    public int? DueSequence { get; set; }
}
