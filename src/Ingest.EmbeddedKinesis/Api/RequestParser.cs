using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Ingest.EmbeddedKinesis.Shards;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>Reads a request's JSON. What does not fit is refused in the words of the service's own deserializer.</summary>
internal static class RequestParser
{
    /// <summary>Entries of PutRecords that are kept; so many more than allowed are only counted for the refusal.</summary>
    private const int EntriesMax = 10_000;

    /// <param name="body">The request's body; data stays in it and is decoded later.</param>
    /// <exception cref="KinesisException">It is not a JSON object, or a member is not of its type.</exception>
    public static KinesisRequest Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var json = new Utf8JsonReader(body.Span);
            json.Read();
            var request = json.TokenType == JsonTokenType.StartObject ? ReadRequest(ref json, body) : throw KinesisException.Unreadable(null);
            return json.Read() ? throw KinesisException.Unreadable(null) : request;
        }
        catch (JsonException)
        {
            throw KinesisException.Unreadable(null);
        }
        catch (InvalidOperationException)
        {
            // How the reader reports text that is not valid Unicode.
            throw KinesisException.Unreadable(null);
        }
    }

    private static KinesisRequest ReadRequest(ref Utf8JsonReader json, ReadOnlyMemory<byte> body)
    {
        var request = new KinesisRequest();
        while (Next(ref json, out var member))
        {
            switch (member)
            {
                case "StreamName": request.StreamName = ReadString(ref json); break;
                case "StreamARN": request.StreamArn = ReadString(ref json); break;
                case "ShardCount": request.ShardCount = ReadInteger(ref json); break;
                case "StreamModeDetails": request.StreamMode = ReadStreamMode(ref json); break;
                case "Limit": request.Limit = ReadInteger(ref json); break;
                case "MaxResults": request.MaxResults = ReadInteger(ref json); break;
                case "NextToken": request.NextToken = ReadString(ref json); break;
                case "ExclusiveStartStreamName": request.ExclusiveStartStreamName = ReadString(ref json); break;
                case "ExclusiveStartShardId": request.ExclusiveStartShardId = ReadString(ref json); break;
                case "ShardId": request.ShardId = ReadString(ref json); break;
                case "ShardIteratorType": request.ShardIteratorType = ReadString(ref json); break;
                case "StartingSequenceNumber": request.StartingSequenceNumber = ReadString(ref json); break;
                case "Timestamp": request.Timestamp = ReadTimestamp(ref json); break;
                case "ShardIterator": request.ShardIterator = ReadString(ref json); break;
                case "SequenceNumberForOrdering": request.SequenceNumberForOrdering = ReadString(ref json); break;
                case "Records": request.Records = ReadEntries(ref json, body); break;
                default: ReadEntryMember(ref json, body, member, request.Entry); break;
            }
        }

        return request;
    }

    private static List<RequestEntry>? ReadEntries(ref Utf8JsonReader json, ReadOnlyMemory<byte> body)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.StartArray)
        {
            throw Mismatch(ref json, "List");
        }

        var entries = new List<RequestEntry>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.StartObject || entries.Count == EntriesMax)
            {
                throw KinesisException.Unreadable(entries.Count == EntriesMax ? $"More than {EntriesMax} Records" : "Expected null");
            }

            var entry = new RequestEntry();
            while (Next(ref json, out var member))
            {
                ReadEntryMember(ref json, body, member, entry);
            }

            entries.Add(entry);
        }

        return entries;
    }

    private static void ReadEntryMember(ref Utf8JsonReader json, ReadOnlyMemory<byte> body, string member, RequestEntry entry)
    {
        switch (member)
        {
            case "PartitionKey": entry.PartitionKey = ReadString(ref json); break;
            case "ExplicitHashKey": entry.ExplicitHashKey = ReadString(ref json); break;
            case "Data": entry.Data = ReadBlob(ref json, body); break;
            default: json.Skip(); break;
        }
    }

    private static string? ReadStreamMode(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        string? mode = null;
        _ = json.TokenType == JsonTokenType.StartObject ? 0 : throw Mismatch(ref json, "Structure");
        while (Next(ref json, out var member))
        {
            if (member == "StreamMode")
            {
                mode = ReadString(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return mode;
    }

    /// <summary>Moves to the value of the object's next member.</summary>
    private static bool Next(ref Utf8JsonReader json, out string member)
    {
        member = "";
        if (!json.Read() || json.TokenType == JsonTokenType.EndObject)
        {
            return false;
        }

        member = json.GetString()!;
        return json.Read();
    }

    private static string? ReadString(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => json.GetString(),
        _ => throw Mismatch(ref json, "an String"),
    };

    private static int? ReadInteger(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when json.TryGetInt32(out var value) => value,
        // The service cuts a fraction off; what is beyond 32 bits is refused by the range that each member has.
        JsonTokenType.Number when json.TryGetDouble(out var value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue),
        _ => throw Mismatch(ref json, "an Integer"),
    };

    private static long? ReadTimestamp(ref Utf8JsonReader json) => json.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.Number when json.TryGetDouble(out var seconds) => (long)Math.Clamp(Math.Round(seconds * 1000), -1e15, 1e15),
        _ => throw Mismatch(ref json, "milliseconds since epoch"),
    };

    private static Blob? ReadBlob(ref Utf8JsonReader json, ReadOnlyMemory<byte> body)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (json.TokenType != JsonTokenType.String)
        {
            throw Mismatch(ref json, "a Blob");
        }

        // The usual text stands in the body as it is; an escaped one, as of '+' by some serializers, is copied.
        var text = json.ValueIsEscaped
            ? Encoding.UTF8.GetBytes(json.GetString()!)
            : body.Slice((int)json.TokenStartIndex + 1, json.ValueSpan.Length);
        if (text.Length % 4 != 0)
        {
            throw KinesisException.Unreadable(
                $"'{Shown(text.Span)}' can not be converted to a Blob: Base64 encoded length is expected a multiple of 4 bytes but found: {text.Length}");
        }

        return Base64.IsValid(text.Span, out var bytes) && !text.Span.ContainsAny(" \t\r\n"u8)
            ? new Blob(text, bytes)
            : throw KinesisException.Unreadable($"'{Shown(text.Span)}' can not be converted to a Blob: Invalid Base64 character");
    }

    private static string Shown(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 64)]);

    private static KinesisException Mismatch(ref Utf8JsonReader json, string wanted) => KinesisException.Unreadable(json.TokenType switch
    {
        JsonTokenType.StartArray => "Start of list found where not expected",
        JsonTokenType.StartObject => "Start of structure or map found where not expected.",
        JsonTokenType.Number => $"class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to {wanted}",
        JsonTokenType.String => $"class java.lang.String can not be converted to {wanted}",
        _ => $"class java.lang.Boolean can not be converted to {wanted}",
    });
}
