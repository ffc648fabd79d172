using Microsoft.Extensions.ObjectPool;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Which <see cref="PendingProduce"/> is worth keeping for the next request.</summary>
internal sealed class PendingProducePolicy : PooledObjectPolicy<PendingProduce>
{
    /// <summary>How many are kept; with <see cref="CapacityMax"/> about 10 MB at most.</summary>
    public const int RetainedMax = 128;

    /// <summary>In records, about 150 bytes each: a rare large request must not hold its memory for ever.</summary>
    private const int CapacityMax = 512;

    public override PendingProduce Create() => new();

    public override bool Return(PendingProduce obj) => obj.Capacity <= CapacityMax;
}
