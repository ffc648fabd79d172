using System.Globalization;
using System.Text.Json;
using Ingest.EmbeddedKinesis.Shards;
using Ingest.EmbeddedKinesis.Streams;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>Writes what several answers say alike.</summary>
internal static class Descriptions
{
    /// <summary>What the service keeps by default. Here records stay until their stream is deleted.</summary>
    private const int RetentionPeriodHours = 24;

    /// <summary>Writes the members that DescribeStream and DescribeStreamSummary have in common.</summary>
    public static void WriteStream(this Utf8JsonWriter answer, KinesisStream stream, StreamLookup lookup)
    {
        answer.WriteIdentity(stream, lookup);
        answer.WriteNumber("RetentionPeriodHours", RetentionPeriodHours);
        answer.WriteString("EncryptionType", "NONE");
        answer.WriteStartArray("EnhancedMonitoring");
        answer.WriteStartObject();
        answer.WriteStartArray("ShardLevelMetrics");
        answer.WriteEndArray();
        answer.WriteEndObject();
        answer.WriteEndArray();
    }

    /// <summary>Writes the members that every description of a stream has.</summary>
    public static void WriteIdentity(this Utf8JsonWriter answer, KinesisStream stream, StreamLookup lookup)
    {
        answer.WriteString("StreamName", stream.Name);
        answer.WriteString("StreamARN", lookup.ArnOf(stream));
        answer.WriteString("StreamStatus", lookup.StatusOf(stream));
        answer.WriteTimestamp("StreamCreationTimestamp", stream.Created.ToUnixTimeMilliseconds());
        answer.WriteStartObject("StreamModeDetails");
        answer.WriteString("StreamMode", stream.OnDemand ? "ON_DEMAND" : "PROVISIONED");
        answer.WriteEndObject();
    }

    public static void WriteShard(this Utf8JsonWriter answer, Shard shard)
    {
        answer.WriteStartObject();
        answer.WriteString("ShardId", shard.Id);
        answer.WriteStartObject("HashKeyRange");
        answer.WriteString("StartingHashKey", shard.Range.Start.ToString(CultureInfo.InvariantCulture));
        answer.WriteString("EndingHashKey", shard.Range.End.ToString(CultureInfo.InvariantCulture));
        answer.WriteEndObject();
        answer.WriteStartObject("SequenceNumberRange");
        answer.WriteString("StartingSequenceNumber", shard.NumberOf(SequenceNumber.BeforeFirst).ToString());
        answer.WriteEndObject();
        answer.WriteEndObject();
    }

    /// <summary>Epoch seconds with milliseconds as the fraction, the timestamps of JSON 1.1.</summary>
    public static void WriteTimestamp(this Utf8JsonWriter answer, string member, long epochMilliseconds) =>
        answer.WriteNumber(member, epochMilliseconds / 1000m);
}
