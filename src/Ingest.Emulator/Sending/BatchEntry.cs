using System.Globalization;
using System.Text.Json;
using Ingest.Emulator.Outcomes;

namespace Ingest.Emulator.Sending;

/// <summary>One entry of <c>offsets</c> in the Kafka proxy's answer.</summary>
internal static class BatchEntry
{
    /// <summary>Confluent REST Proxy's code for "the same request may succeed later".</summary>
    private const int Retriable = 50003;

    public static RecordOutcome Read(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return new NotStored(FailureKind.Unknown, $"an entry that cannot be read: {entry}");
        }

        var error = AnswerReader.Text(entry, "error");
        var code = Number(entry, "error_code");
        if (error is not null || code is not null)
        {
            var kind = AnswerReader.IsDoubtful(error) ? FailureKind.Unknown : code == Retriable ? FailureKind.Transient : FailureKind.Refused;
            return new NotStored(kind, $"{code} {error}".Trim());
        }

        return Number(entry, "partition") is >= 0 and var partition && Number(entry, "offset") is >= 0 and var offset
            ? new Stored(partition.ToString(CultureInfo.InvariantCulture), offset.ToString(CultureInfo.InvariantCulture))
            : new NotStored(FailureKind.Unknown, $"an entry without partition and offset: {entry}");
    }

    private static long? Number(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
