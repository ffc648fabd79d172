using Ingest.ObjectStore;
using Ingest.S3Sink.Plans;
using Ingest.S3Sink.Records;

namespace Ingest.S3Sink.Writing;

/// <summary>Puts the records of one plan into the store: the plan, what is set aside, the object.</summary>
/// <remarks>
/// In this order, and each created, never overwritten. A crash before the plan leaves nothing; after it, whoever gets the
/// partition next completes the plan from the very offsets it names; an object without its plan cannot be.
/// </remarks>
internal sealed class ObjectWriter(IObjectStore store, PartitionKeys keys)
{
    private readonly PlanChain _chain = new(store, keys);

    /// <summary>Writes. May be repeated after any failure.</summary>
    /// <param name="plan">The plan of what the buffer holds.</param>
    /// <param name="isPlanned">The plan is in the chain already and only its objects are missing.</param>
    /// <param name="buffer">The records.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <returns>False when a rival's plan took the place in the chain; nothing was written.</returns>
    public async Task<bool> TryWriteAsync(Plan plan, bool isPlanned, ObjectBuffer buffer, CancellationToken cancellation)
    {
        if (!isPlanned && await _chain.AddAsync(plan, cancellation) != plan)
        {
            return false;
        }

        // A plan that another one made may promise what compaction has removed since; then its object is there, and empty.
        if ((plan.RejectedFirst ?? buffer.RejectedFirst) is { } rejectedFirst)
        {
            await CreateAsync(keys.Rejected(rejectedFirst), buffer.RejectedLines, isPlanned, cancellation);
        }

        if ((plan.First ?? buffer.First) is { } first)
        {
            await CreateAsync(keys.Object(first), buffer.Lines, isPlanned, cancellation);
        }

        return true;
    }

    /// <summary>Whether the objects of a plan are all there.</summary>
    public async Task<bool> IsCompleteAsync(Plan plan, CancellationToken cancellation) =>
        (plan.RejectedFirst is not { } rejectedFirst || await ExistsAsync(keys.Rejected(rejectedFirst), cancellation)) &&
        (plan.First is not { } first || await ExistsAsync(keys.Object(first), cancellation));

    /// <summary>Finds the end of the partition's chain.</summary>
    /// <exception cref="SinkStoppedException">There are objects but no plan, so another program wrote them.</exception>
    public async Task<Plan?> FindLastPlanAsync(long hint, CancellationToken cancellation)
    {
        if (await _chain.FindLastAsync(hint, cancellation) is { } last)
        {
            return last;
        }

        if (await store.FirstKeyAsync(keys.Objects, cancellation) is not { } stranger)
        {
            return null;
        }

        // A plan is made before its object, so if a rival has made both meanwhile, there is a plan now.
        return await _chain.FindLastAsync(hint, cancellation) ?? throw new SinkStoppedException(
            $"The store {store.Uri} holds {stranger}, which this sink did not write, so it cannot know which offsets are there. " +
            "Give the sink a bucket or prefix of its own (ObjectStore:Uri).");
    }

    /// <summary>An object that exists is our own from an attempt before, or a rival's who completed the same plan.</summary>
    /// <exception cref="SinkStoppedException">It is neither: what it holds differs.</exception>
    private async Task CreateAsync(string key, ReadOnlyMemory<byte> content, bool isPlanned, CancellationToken cancellation)
    {
        if (await store.TryCreateAsync(key, content, cancellation) || isPlanned)
        {
            return;
        }

        var existing = await store.ReadAllAsync(key, cancellation);
        if (!content.Span.SequenceEqual(existing))
        {
            throw new SinkStoppedException(
                $"The store {store.Uri} holds {key} with other content than the plan of it says; another program writes there. " +
                "Give the sink a bucket or prefix of its own (ObjectStore:Uri).");
        }
    }

    private async Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        await store.FirstKeyAsync(key, cancellation) == key;
}
