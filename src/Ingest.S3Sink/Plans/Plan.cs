using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ingest.S3Sink.Plans;

/// <summary>Which offsets one object holds: decided once, before the object is written, and never changed.</summary>
/// <param name="From">The offset after the last one of the plan before, or 0: the plan's place in the chain, and its name.</param>
/// <param name="Last">The last offset covered.</param>
/// <param name="Records">How many lines the object holds.</param>
/// <param name="First">The offset of the first line, which names the object; null when there is no line and no object.</param>
/// <param name="Rejected">How many records are set aside.</param>
/// <param name="RejectedFirst">The offset of the first record set aside, which names their object; null when there is none.</param>
internal sealed record Plan(long From, long Last, int Records, long? First, int Rejected, long? RejectedFirst)
{
    /// <summary>The offset to read from to complete the plan.</summary>
    [JsonIgnore]
    public long Start => Math.Min(First ?? long.MaxValue, RejectedFirst ?? long.MaxValue);

    /// <summary>The offset after the plan: the place of the next one.</summary>
    [JsonIgnore]
    public long Next => Last + 1;

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, SinkJson.Default.Plan);

    /// <exception cref="SinkStoppedException">It is no plan that holds together.</exception>
    public static Plan FromJson(ReadOnlySpan<byte> json, string key)
    {
        try
        {
            return JsonSerializer.Deserialize(json, SinkJson.Default.Plan) is { } plan && plan.Start >= plan.From && plan.Last >= plan.Start
                ? plan
                : throw new SinkStoppedException($"The object {key} is no plan of this sink: its offsets do not follow one another.");
        }
        catch (JsonException fault)
        {
            throw new SinkStoppedException($"The object {key} is no plan of this sink: {fault.Message}", fault);
        }
    }
}
