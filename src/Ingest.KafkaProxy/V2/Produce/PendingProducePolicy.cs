using Microsoft.Extensions.ObjectPool;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Which <see cref="PendingProduce"/> is worth keeping for the next request.</summary>
internal sealed class PendingProducePolicy : PooledObjectPolicy<PendingProduce>
{
    /// <summary>About 100 KB each; a rare large request must not hold its memory for ever.</summary>
    private const int CapacityMax = 1024;

    public override PendingProduce Create() => new();

    public override bool Return(PendingProduce obj) => obj.Capacity <= CapacityMax;
}
