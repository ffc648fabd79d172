using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Ingest.KafkaProxy.Schemas;

/// <summary>A schema of the registry.</summary>
/// <param name="Id">Its id in the registry, which stands in front of what is written with it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Schema">What writes and reads with it.</param>
internal sealed record KnownSchema(int Id, SchemaType Type, IRecordSchema Schema)
{
    /// <summary>In front of the bytes of a key or a value: a 0, and the schema's id, big-endian. Source: Confluent's wire format.</summary>
    public const int HeaderBytes = 5;

    /// <summary>The bytes to store for a value that is given as JSON.</summary>
    /// <exception cref="UnfitValueException">The value does not fit.</exception>
    public byte[] Encode(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new() { AllowDuplicateProperties = false, MaxDepth = 1000 });
            return Encode(document.RootElement);
        }
        catch (JsonException twice)
        {
            throw new UnfitValueException(twice.Message); // it was read as JSON before, which lets a name stand twice
        }
        catch (InvalidOperationException)
        {
            throw HalfPair(); // in a name, which the parser reads when it looks for those that stand twice
        }
    }

    /// <summary>As the other.</summary>
    /// <exception cref="UnfitValueException">The value does not fit.</exception>
    public byte[] Encode(JsonElement value)
    {
        var output = new ArrayBufferWriter<byte>(256);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(HeaderBytes)[1..], Id);
        output.GetSpan(HeaderBytes)[0] = 0;
        output.Advance(HeaderBytes);
        try
        {
            Schema.Encode(value, output);
        }
        catch (InvalidOperationException)
        {
            throw HalfPair(); // what JsonElement throws at it
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>An escaped half of a surrogate pair is legal JSON, but no text.</summary>
    private static UnfitValueException HalfPair() => new("A name or a string holds half a surrogate pair, which is no valid Unicode.");

    /// <summary>The id in front of stored bytes; null when there is none.</summary>
    public static int? IdOf(ReadOnlySpan<byte> stored) => stored.Length >= HeaderBytes && stored[0] == 0 ? BinaryPrimitives.ReadInt32BigEndian(stored[1..]) : null;

    /// <summary>Stored bytes as JSON.</summary>
    /// <exception cref="UnfitValueException">The bytes are not of this schema.</exception>
    public byte[] Decode(ReadOnlySpan<byte> stored)
    {
        var output = new ArrayBufferWriter<byte>(stored.Length * 2);
        using (var json = new Utf8JsonWriter(output, Wire.RestError.Readable))
        {
            Schema.Decode(stored[HeaderBytes..], json);
        }

        return output.WrittenSpan.ToArray();
    }
}
