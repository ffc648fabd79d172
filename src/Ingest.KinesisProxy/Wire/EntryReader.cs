using System.Text;
using System.Text.Json;
using Ingest.KinesisProxy.Records;
using Ingest.KinesisProxy.Streams;

namespace Ingest.KinesisProxy.Wire;

/// <summary>Reads one record out of a body, in either of the two casings.</summary>
/// <param name="body">The whole body; the record's bytes refer into it where they can.</param>
/// <param name="unquote">Whether a string is stored bare.</param>
/// <param name="recordBytesMax">The largest record, with its partition key.</param>
/// <param name="at">What goes before a field's name in a message, such as <c>records[3].</c></param>
/// <param name="shape">What a right body looks like, for a message.</param>
internal ref struct EntryReader(ArraySegment<byte> body, bool unquote, int recordBytesMax, string at, string shape)
{
    private const int KeyLengthMax = 256;

    private ArraySegment<byte>? _data;
    private string? _key;
    private string? _hashKey;

    /// <summary>Reads from the start of the object to its end.</summary>
    public PutEntry Read(ref Utf8JsonReader reader, string stream)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref reader, stream);
        }

        var data = _data ?? throw JsonFields.Wrong($"{at}Data", $"missing; send {shape}");
        var key = _key ?? throw JsonFields.Wrong($"{at}PartitionKey", $"missing; send {shape}");
        var entry = new PutEntry(data, key, Encoding.UTF8.GetByteCount(key), _hashKey);
        return entry.Size <= recordBytesMax
            ? entry
            : throw JsonFields.Wrong(
                $"{at}Data", $"the record has {entry.Size} bytes with its partition key, at most {recordBytesMax} are taken; nothing of this request was sent");
    }

    private void ReadField(ref Utf8JsonReader reader, string stream)
    {
        if (reader.ValueTextEquals("Data"u8) || reader.ValueTextEquals("data"u8))
        {
            reader.Read();
            _data = _data is null ? ReadData(ref reader) : throw Twice("Data");
        }
        else if (reader.ValueTextEquals("PartitionKey"u8) || reader.ValueTextEquals("partition-key"u8))
        {
            reader.Read();
            _key = _key is null ? ReadKey(ref reader) : throw Twice("PartitionKey");
        }
        else if (reader.ValueTextEquals("ExplicitHashKey"u8) || reader.ValueTextEquals("explicit-hash-key"u8))
        {
            reader.Read();
            _hashKey = _hashKey is null ? ReadHashKey(ref reader) : throw Twice("ExplicitHashKey");
        }
        else if (reader.ValueTextEquals("StreamName"u8) || reader.ValueTextEquals("stream-name"u8))
        {
            reader.Read();
            StreamName.CheckSame(JsonFields.ReadString(ref reader, $"{at}StreamName"), stream);
        }
        else
        {
            reader.Read();
            reader.Skip();
        }
    }

    private readonly ArraySegment<byte> ReadData(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        if (unquote && reader.TokenType == JsonTokenType.String)
        {
            return reader.ValueIsEscaped ? Unescape(ref reader) : body.Slice(start + 1, reader.ValueSpan.Length);
        }

        // The JSON text as it was sent: its numbers, escapes and spaces are the sender's.
        reader.Skip();
        return body.Slice(start, (int)reader.BytesConsumed - start);
    }

    private readonly ArraySegment<byte> Unescape(ref Utf8JsonReader reader)
    {
        // Unescaped text is never longer than escaped text.
        var text = new byte[reader.ValueSpan.Length];
        try
        {
            return new ArraySegment<byte>(text, 0, reader.CopyString(text));
        }
        catch (InvalidOperationException)
        {
            throw JsonFields.NotText($"{at}Data");
        }
    }

    private readonly string ReadKey(ref Utf8JsonReader reader)
    {
        var key = JsonFields.ReadString(ref reader, $"{at}PartitionKey");
        return key.Length is >= 1 and <= KeyLengthMax
            ? key
            : throw JsonFields.Wrong($"{at}PartitionKey", $"has {key.Length} characters; it must have 1 to {KeyLengthMax}");
    }

    private readonly string? ReadHashKey(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        var key = JsonFields.ReadString(ref reader, $"{at}ExplicitHashKey");
        var isNumber = UInt128.TryParse(key, System.Globalization.NumberStyles.None, null, out _) && (key.Length == 1 || key[0] != '0');
        return isNumber ? key : throw JsonFields.Wrong($"{at}ExplicitHashKey", "must be a decimal number from 0 to 2^128 - 1");
    }

    private readonly RefusedException Twice(string field) => JsonFields.Wrong(at + field, "given twice");
}
