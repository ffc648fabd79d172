using System.Text.Json;
using Amazon.Kinesis.Model;

namespace Ingest.KinesisProxy.Wire;

/// <summary>Answers about streams, as Kinesis writes them.</summary>
internal static class StreamAnswers
{
    public static void WriteList(Utf8JsonWriter writer, ListStreamsResponse list)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("HasMoreStreams", list.HasMoreStreams ?? false);
        writer.WriteStartArray("StreamNames");
        foreach (var name in list.StreamNames ?? [])
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void WriteDescription(Utf8JsonWriter writer, StreamDescription stream)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("StreamDescription");
        WriteIfSaid(writer, "StreamName", stream.StreamName);
        WriteIfSaid(writer, "StreamARN", stream.StreamARN);
        WriteIfSaid(writer, "StreamStatus", stream.StreamStatus?.Value);
        if (stream.StreamModeDetails?.StreamMode is { } mode)
        {
            writer.WriteStartObject("StreamModeDetails");
            writer.WriteString("StreamMode", mode.Value);
            writer.WriteEndObject();
        }

        writer.WriteEpochSeconds("StreamCreationTimestamp", stream.StreamCreationTimestamp);
        writer.WriteNumber("RetentionPeriodHours", stream.RetentionPeriodHours ?? 24);
        WriteIfSaid(writer, "EncryptionType", stream.EncryptionType?.Value);
        WriteIfSaid(writer, "KeyId", stream.KeyId);
        WriteMonitoring(writer, stream.EnhancedMonitoring ?? []);
        writer.WriteBoolean("HasMoreShards", stream.HasMoreShards ?? false);
        writer.WriteStartArray("Shards");
        foreach (var shard in stream.Shards ?? [])
        {
            WriteShard(writer, shard);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteMonitoring(Utf8JsonWriter writer, List<EnhancedMetrics> monitoring)
    {
        writer.WriteStartArray("EnhancedMonitoring");
        foreach (var metrics in monitoring)
        {
            writer.WriteStartObject();
            writer.WriteStartArray("ShardLevelMetrics");
            metrics.ShardLevelMetrics?.ForEach(writer.WriteStringValue);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteShard(Utf8JsonWriter writer, Shard shard)
    {
        writer.WriteStartObject();
        WriteIfSaid(writer, "ShardId", shard.ShardId);
        WriteIfSaid(writer, "ParentShardId", shard.ParentShardId);
        WriteIfSaid(writer, "AdjacentParentShardId", shard.AdjacentParentShardId);
        writer.WriteStartObject("HashKeyRange");
        WriteIfSaid(writer, "StartingHashKey", shard.HashKeyRange?.StartingHashKey);
        WriteIfSaid(writer, "EndingHashKey", shard.HashKeyRange?.EndingHashKey);
        writer.WriteEndObject();
        writer.WriteStartObject("SequenceNumberRange");
        WriteIfSaid(writer, "StartingSequenceNumber", shard.SequenceNumberRange?.StartingSequenceNumber);
        WriteIfSaid(writer, "EndingSequenceNumber", shard.SequenceNumberRange?.EndingSequenceNumber);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteIfSaid(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
