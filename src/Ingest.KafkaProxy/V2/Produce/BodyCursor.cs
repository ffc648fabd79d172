using System.Buffers;
using System.Text;
using System.Text.Json;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Where reading stands in a body, and what refuses a value there with its place in the text.</summary>
/// <param name="body">A buffer that begins with the body, and that base64 may be decoded in.</param>
/// <param name="length">How much of it is the body, in bytes.</param>
internal ref struct BodyCursor(byte[] body, int length)
{
    /// <summary>As deep as Jackson, which REST Proxy reads with, lets a document be; reading does not recurse.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 1000 };

    public Utf8JsonReader Json = new(body.AsSpan(0, length), Options);

    /// <summary>The record that is being read; −1 while in the envelope.</summary>
    public int Record = -1;

    /// <summary>The header of the record that is being read; −1 while in none.</summary>
    public int Header = -1;

    /// <summary>Whether the name that the reader stands on is <paramref name="name"/>.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) =>
        Json.ValueIsEscaped ? Text(": a field name") == Encoding.UTF8.GetString(name) : Json.ValueTextEquals(name);

    /// <summary>The value that the reader stands on, as it was sent.</summary>
    public ArraySegment<byte> Value()
    {
        var start = (int)Json.TokenStartIndex;
        Json.Skip();
        return new(body, start, (int)Json.BytesConsumed - start);
    }

    /// <summary>The bytes that the base64 string stands for, decoded where it lies; the reader never comes back there.</summary>
    public readonly ArraySegment<byte> Base64(string field)
    {
        if (Json.TokenType != JsonTokenType.String)
        {
            throw Malformed(field, "a base64 string");
        }

        if (Json.ValueIsEscaped)
        {
            _ = Text(field); // refuses half a surrogate pair, at which the decoder would throw
            return Json.TryGetBytesFromBase64(out var bytes) ? bytes : throw Malformed(field, "valid base64");
        }

        var start = (int)Json.TokenStartIndex + 1;
        var text = body.AsSpan(start, Json.ValueSpan.Length);
        return System.Buffers.Text.Base64.DecodeFromUtf8InPlace(text, out var decoded) == OperationStatus.Done
            ? new(body, start, decoded)
            : throw Malformed(field, "valid base64");
    }

    /// <summary>The integer, or null, that follows.</summary>
    public long? ReadInteger(string field, long least, long most)
    {
        Json.Read();
        if (Json.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        if (Json.TokenType != JsonTokenType.Number || !Json.TryGetInt64(out var number) || number > most)
        {
            throw Malformed(field, $"an integer of at most {most}");
        }

        return number >= least ? number : throw Unprocessable(field, $"has to be at least {least}");
    }

    /// <summary>The text of the string or the name that the reader stands on.</summary>
    public readonly string Text(string field)
    {
        try
        {
            return Json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair: legal JSON, but no text.
            throw Malformed(field, $"valid Unicode; it is not at byte {Json.TokenStartIndex}");
        }
    }

    /// <summary>The name of an unknown field, not longer than a message should be.</summary>
    public readonly string UnknownName()
    {
        var name = Text(": a field name");
        return name.Length <= 100 ? name : name[..100];
    }

    /// <summary>Notes that an object has a field.</summary>
    public readonly void Mark(ref Fields seen, Fields field, string name)
    {
        if ((seen & field) != 0)
        {
            throw new RestException(RestError.Malformed($"Duplicate field: {Where(name)}"));
        }

        seen |= field;
    }

    public readonly RestException Malformed(string field, string what) =>
        new(RestError.Malformed($"{Where(field)} has to be {what}."));

    public readonly RestException Unprocessable(string field, string what) =>
        new(RestError.Unprocessable($"{Where(field)} {what}."));

    private readonly string Where(string field) => (Record, Header) switch
    {
        ( < 0, _) => field.TrimStart('.'),
        (_, < 0) => $"records[{Record}]{field}",
        _ => $"records[{Record}].headers[{Header}]{field}",
    };
}
