using System.Text.Json;
using Ingest.Emulator.Outcomes;

namespace Ingest.Emulator.Sending;

/// <summary>The Kinesis proxy's answer to one record, or one entry of <c>Records</c>.</summary>
internal static class StreamEntry
{
    public static RecordOutcome Read(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return new NotStored(FailureKind.Unknown, $"an entry that cannot be read: {entry}");
        }

        // PutRecords fails single records only for throughput or the service's own fault: both pass.
        if (AnswerReader.Text(entry, "ErrorCode") is { } code)
        {
            var message = AnswerReader.Text(entry, "ErrorMessage");
            return new NotStored(AnswerReader.IsDoubtful(message) ? FailureKind.Unknown : FailureKind.Transient, $"{code} {message}".Trim());
        }

        return AnswerReader.Text(entry, "ShardId") is { Length: > 0 } shard && AnswerReader.Text(entry, "SequenceNumber") is { Length: > 0 } sequence
            && sequence.All(char.IsAsciiDigit)
            ? new Stored(shard, sequence)
            : new NotStored(FailureKind.Unknown, $"an entry without ShardId and SequenceNumber: {entry}");
    }
}
