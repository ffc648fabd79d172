using Ingest.DurableLog;
using Ingest.EmbeddedKinesis.Shards;

namespace Ingest.EmbeddedKinesis.Streams;

/// <summary>A stream and its open shards.</summary>
internal sealed class KinesisStream(StreamEvent created, Shard[] shards) : IAsyncDisposable
{
    public int Id => created.Id;

    public string Name => created.Name;

    public bool OnDemand => created.OnDemand;

    public DateTimeOffset Created { get; } = DateTimeOffset.FromUnixTimeMilliseconds(created.CreatedMilliseconds);

    /// <summary>From when on it takes and gives records; one that was there at the start does so at once, whatever the clock says.</summary>
    public required DateTimeOffset ActiveFrom { get; init; }

    public IReadOnlyList<Shard> Shards => shards;

    /// <summary>What <c>streams.log</c> is told when the stream goes.</summary>
    public StreamEvent Deletion => created with { Event = StreamEvent.Deleted };

    /// <summary>Opens every shard, creating what is not there yet.</summary>
    public static async Task<KinesisStream> OpenAsync(
        StreamEvent created, DateTimeOffset activeFrom, string directory, DurableLogOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var ranges = HashRange.Divide(created.Shards);
        var shards = new List<Shard>(ranges.Length);
        try
        {
            for (var i = 0; i < ranges.Length; i++)
            {
                var first = new SequenceNumber(created.CreatedMilliseconds / 1000, created.Id, SequenceNumber.BeforeFirst, i);
                shards.Add(await Shard.OpenAsync(directory, first, ranges[i], options, time, cancellation));
            }
        }
        catch
        {
            await CloseAsync(shards);
            throw;
        }

        return new KinesisStream(created, [.. shards]) { ActiveFrom = activeFrom };
    }

    public Shard ShardOf(UInt128 hashKey)
    {
        // The ranges are equally wide, but for the last, which also holds the few keys left over.
        var number = shards.Length == 1 ? 0 : (int)UInt128.Min(hashKey / (shards[0].Range.End + 1), (uint)shards.Length - 1);
        return shards[number];
    }

    public ValueTask DisposeAsync() => CloseAsync(shards);

    private static async ValueTask CloseAsync(IReadOnlyList<Shard> shards) =>
        await Task.WhenAll(shards.Select(shard => shard.DisposeAsync().AsTask()));
}
