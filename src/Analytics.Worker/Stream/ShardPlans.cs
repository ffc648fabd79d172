using System.Globalization;
using System.Text.Json;
using Analytics.Worker.Faults;
using Ingest.ObjectStore;

namespace Analytics.Worker.Stream;

/// <summary>The plans of a shard's batches: <c>checkpoints/&lt;stream&gt;/&lt;created&gt;/&lt;shard&gt;/&lt;batch&gt;.json</c>.</summary>
/// <remarks>A sequence number does not fit the 64 bits of a Delta transaction, so the table holds the batch's number and its plan the positions.</remarks>
internal sealed class ShardPlans(IObjectStore store, ShardId shard)
{
    /// <summary>The plan of a batch; null when there is none yet.</summary>
    public async Task<ShardPlan?> ReadAsync(long batch, CancellationToken cancellation)
    {
        try
        {
            await using var content = await store.OpenReadAsync(KeyOf(batch), cancellation);
            return await JsonSerializer.DeserializeAsync(content, ShardPlanJson.Default.ShardPlan, cancellation);
        }
        catch (ObjectNotFoundException)
        {
            // Plans are numbered without gaps, so this is the next one to write.
            return null;
        }
        catch (JsonException invalid)
        {
            throw new PermanentFaultException($"{KeyOf(batch)} cannot be read: {invalid.Message}", invalid);
        }
    }

    /// <summary>Creates a batch's plan, or gives the one it has: a rival's, or our own whose creation seemed to fail.</summary>
    public async Task<ShardPlan> CreateOrReadAsync(long batch, ShardPlan plan, CancellationToken cancellation)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(plan, ShardPlanJson.Default.ShardPlan);
        return await store.TryCreateAsync(KeyOf(batch), content, cancellation)
            ? plan
            : await ReadAsync(batch, cancellation) ?? throw new IOException($"{KeyOf(batch)} exists and cannot be found.");
    }

    public string KeyOf(long batch) => string.Create(CultureInfo.InvariantCulture, $"checkpoints/{shard}/{batch:D20}.json");
}
