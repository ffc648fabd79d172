using System.Text.Json;
using Amazon.Kinesis.Model;
using Ingest.KinesisProxy.Records;

namespace Ingest.KinesisProxy.Wire;

/// <summary>Answers about records, as Kinesis writes them.</summary>
internal static class RecordAnswers
{
    public static void WriteOne(Utf8JsonWriter writer, PutOutcome outcome)
    {
        writer.WriteStartObject();
        writer.WriteString("SequenceNumber", outcome.SequenceNumber);
        writer.WriteString("ShardId", outcome.ShardId);
        writer.WriteEndObject();
    }

    public static void WriteMany(Utf8JsonWriter writer, PutOutcome[] outcomes)
    {
        writer.WriteStartObject();
        writer.WriteNumber("FailedRecordCount", outcomes.Count(outcome => !outcome.IsStored));
        writer.WriteStartArray("Records");
        foreach (var outcome in outcomes)
        {
            if (outcome.IsStored)
            {
                WriteOne(writer, outcome);
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString("ErrorCode", outcome.ErrorCode);
            writer.WriteString("ErrorMessage", outcome.ErrorMessage);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteRead(Utf8JsonWriter writer, GetRecordsResponse read)
    {
        writer.WriteStartObject();
        writer.WriteNumber("MillisBehindLatest", read.MillisBehindLatest ?? 0);
        writer.WriteString("NextShardIterator", read.NextShardIterator);
        writer.WriteStartArray("Records");
        foreach (var record in read.Records ?? [])
        {
            WriteRecord(writer, record);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter writer, Record record)
    {
        writer.WriteStartObject();
        writer.WriteEpochSeconds("ApproximateArrivalTimestamp", record.ApproximateArrivalTimestamp);
        writer.WriteBase64String("Data", record.Data is null ? [] : record.Data.TryGetBuffer(out var bytes) ? bytes : record.Data.ToArray());
        writer.WriteString("PartitionKey", record.PartitionKey);
        writer.WriteString("SequenceNumber", record.SequenceNumber);
        writer.WriteEndObject();
    }

    /// <summary>A moment as Kinesis writes it: seconds since 1970, with a fraction.</summary>
    public static void WriteEpochSeconds(this Utf8JsonWriter writer, string name, DateTime? moment)
    {
        if (moment is { } value)
        {
            writer.WriteNumber(name, (value.ToUniversalTime() - DateTime.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond);
        }
    }
}
