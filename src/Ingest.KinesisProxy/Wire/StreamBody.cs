using System.Text.Json;
using Ingest.KinesisProxy.Streams;

namespace Ingest.KinesisProxy.Wire;

/// <summary>The body of a request that creates or deletes a stream; it may be empty.</summary>
internal static class StreamBody
{
    private const string Shape = """must be an object such as {"ShardCount":5}, or nothing""";

    /// <returns>The number of shards, or null when it was not said.</returns>
    /// <exception cref="RefusedException">400: not JSON, another stream, or a number out of its range.</exception>
    public static int? ReadShardCount(ReadOnlySpan<byte> body, string stream)
    {
        if (body.IsEmpty)
        {
            return null;
        }

        try
        {
            var reader = JsonFields.Open(body);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw JsonFields.Wrong("The body", Shape);
            }

            return ReadObject(ref reader, stream);
        }
        catch (JsonException failure)
        {
            throw JsonFields.Malformed(failure);
        }
    }

    private static int? ReadObject(ref Utf8JsonReader reader, string stream)
    {
        int? shards = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isShardCount = reader.ValueTextEquals("ShardCount"u8) || reader.ValueTextEquals("shard-count"u8);
            var isStreamName = reader.ValueTextEquals("StreamName"u8) || reader.ValueTextEquals("stream-name"u8);
            reader.Read();
            if (isShardCount)
            {
                shards = JsonFields.ReadInt(ref reader, "ShardCount", 1, 10_000);
            }
            else if (isStreamName)
            {
                StreamName.CheckSame(JsonFields.ReadString(ref reader, "StreamName"), stream);
            }
            else
            {
                reader.Skip();
            }
        }

        // Nothing but white space may follow; the reader says so.
        reader.Read();
        return shards;
    }
}
