using Ingest.ObjectStore;

namespace Ingest.S3Sink.Plans;

/// <summary>The plans of one partition: each begins where the one before ended.</summary>
/// <remarks>
/// A plan is named after the offset that the chain had reached, not after the first record that its maker saw. So two sinks
/// that think that the partition is theirs compete for one and the same name, whatever compaction or retention showed either
/// of them, and the store lets one of them win.
/// </remarks>
internal sealed class PlanChain(IObjectStore store, PartitionKeys keys)
{
    private const long FirstStep = 1024;

    /// <summary>Adds a plan; gives what stands in its place: itself, or the plan of a rival who came first.</summary>
    public async Task<Plan> AddAsync(Plan plan, CancellationToken cancellation)
    {
        var key = keys.Plan(plan.From);
        return await store.TryCreateAsync(key, plan.ToJson(), cancellation) ? plan : await ReadAsync(key, cancellation);
    }

    /// <summary>The last plan of the chain; null when there is none.</summary>
    /// <param name="hint">About where the chain ends: the group's committed offset.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <remarks>
    /// What follows the hint is listed. If nothing does, the search goes back from it in steps that double, so that the cost
    /// depends on the size of one object and not on how many there are.
    /// </remarks>
    public async Task<Plan?> FindLastAsync(long hint, CancellationToken cancellation)
    {
        var from = hint;
        for (var step = FirstStep; ; step *= 2)
        {
            if (await LastKeyAsync(from, cancellation) is { } key)
            {
                return await ReadAsync(key, cancellation);
            }

            if (from == 0)
            {
                return null;
            }

            from = Math.Max(0, hint - step);
        }
    }

    private async Task<string?> LastKeyAsync(long from, CancellationToken cancellation)
    {
        string? last = null;
        await foreach (var entry in store.ListAsync(keys.Plans, from == 0 ? null : keys.Plan(from - 1), cancellation))
        {
            last = entry.Key;
        }

        return last;
    }

    private async Task<Plan> ReadAsync(string key, CancellationToken cancellation) =>
        Plan.FromJson(await store.ReadAllAsync(key, cancellation), key);
}
