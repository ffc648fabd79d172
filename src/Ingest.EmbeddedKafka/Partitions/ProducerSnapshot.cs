using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>The file beside a partition's log that holds its producers as of an offset, so that a start reads only what came after.</summary>
/// <remarks>It may be missing or old: the log says it all. It is replaced whole, and one that cannot be read counts as missing.</remarks>
internal sealed record ProducerSnapshot(long Offset, IReadOnlyList<ProducerSnapshot.Producer> Producers)
{
    public static ProducerSnapshot? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize(File.ReadAllBytes(path), ProducerSnapshotJson.Default.ProducerSnapshot) : null;
        }
        catch (JsonException)
        {
            return null; // half written when the machine went down; the log is read instead
        }
    }

    public static void Write(string path, long offset, ProducerStates states)
    {
        var snapshot = new ProducerSnapshot(offset, [.. states.All
            .Select(entry => new Producer(entry.ProducerId, entry.State.Epoch, [.. entry.State.Batches
                .Where(batch => batch.LastOffset < offset)
                .Select(batch => new Batch(batch.BaseSequence, batch.LastSequence, batch.BaseOffset, batch.LastOffset, batch.AppendTime))]))
            .Where(producer => producer.Batches.Count > 0)]);
        var draft = path + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(snapshot, ProducerSnapshotJson.Default.ProducerSnapshot));
        File.Move(draft, path, overwrite: true);
    }

    public void Restore(ProducerStates states)
    {
        foreach (var producer in Producers)
        {
            var state = new ProducerState(producer.Epoch);
            state.Batches.AddRange(producer.Batches.Select(batch => new ProducedBatch(
                batch.BaseSequence, batch.LastSequence, batch.BaseOffset, batch.LastOffset, batch.AppendTime, Task.CompletedTask)));
            states.Restore(producer.Id, state);
        }
    }

    internal sealed record Producer(long Id, short Epoch, IReadOnlyList<Batch> Batches);

    internal sealed record Batch(int BaseSequence, int LastSequence, long BaseOffset, long LastOffset, long AppendTime);
}

[JsonSerializable(typeof(ProducerSnapshot))]
internal sealed partial class ProducerSnapshotJson : JsonSerializerContext;
