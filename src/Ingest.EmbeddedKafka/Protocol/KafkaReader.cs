using System.Buffers.Binary;
using System.Text;

namespace Ingest.EmbeddedKafka.Protocol;

/// <summary>Reads the protocol's primitive types, big-endian, from one request.</summary>
/// <remarks>
/// In a flexible version (KIP-482) strings, bytes and arrays are compact and every structure ends with tagged fields; the reader
/// is told once, so that a message's code is the same for both. Types: https://kafka.apache.org/protocol#protocol_types.
/// </remarks>
/// <param name="body">The bytes; what is handed out points into them.</param>
/// <param name="flexible">Whether the message is of a flexible version.</param>
internal sealed class KafkaReader(ReadOnlyMemory<byte> body, bool flexible)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);
    private int _position;

    public int Remaining => body.Length - _position;

    public bool Flexible { get; set; } = flexible;

    /// <summary>What has not been read yet.</summary>
    public ReadOnlyMemory<byte> Rest => body[_position..];

    public bool ReadBoolean() => Take(1)[0] != 0;

    public sbyte ReadInt8() => (sbyte)Take(1)[0];

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public long ReadInt64() => BinaryPrimitives.ReadInt64BigEndian(Take(sizeof(long)));

    public Guid ReadUuid() => new(Take(16), bigEndian: true);

    public string ReadString() => ReadNullableString() ?? throw new MalformedRequestException("A string that must be there is null.");

    public string? ReadNullableString()
    {
        var length = Flexible ? ReadCompactLength() : ReadInt16();
        if (length < 0)
        {
            return null;
        }

        try
        {
            return StrictUtf8.GetString(Take(length));
        }
        catch (DecoderFallbackException)
        {
            throw new MalformedRequestException("A string is not UTF-8.");
        }
    }

    public ReadOnlyMemory<byte> ReadBytes() => ReadNullableBytes() ?? throw new MalformedRequestException("Bytes that must be there are null.");

    public ReadOnlyMemory<byte>? ReadNullableBytes()
    {
        var length = Flexible ? ReadCompactLength() : ReadInt32();
        if (length < 0)
        {
            return null;
        }

        _ = Take(length);
        return body.Slice(_position - length, length);
    }

    public IReadOnlyList<T> ReadArray<T>(Func<KafkaReader, T> item) =>
        ReadNullableArray(item) ?? throw new MalformedRequestException("An array that must be there is null.");

    /// <summary>Reads an array; of elements that take no byte there may be none, so a count costs no more memory than the request does.</summary>
    public IReadOnlyList<T>? ReadNullableArray<T>(Func<KafkaReader, T> item)
    {
        var count = Flexible ? ReadCompactLength() : ReadInt32();
        if (count < 0)
        {
            return null;
        }

        if (count > Remaining)
        {
            throw new MalformedRequestException($"An array of {count} elements is announced where {Remaining} bytes are left.");
        }

        var items = new T[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = item(this);
        }

        return items;
    }

    /// <summary>Skips the tagged fields that end a structure of a flexible version; does nothing in others.</summary>
    public void SkipTaggedFields()
    {
        if (!Flexible)
        {
            return;
        }

        for (var fields = ReadUnsignedVarint(); fields > 0; fields--)
        {
            _ = ReadUnsignedVarint();
            _ = Take(checked((int)Math.Min(ReadUnsignedVarint(), int.MaxValue)));
        }
    }

    public uint ReadUnsignedVarint()
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var part = Take(1)[0];
            value |= (uint)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new MalformedRequestException("A variable-length integer is longer than five bytes.");
    }

    /// <summary>One more than the length stands there; 0 is null.</summary>
    private int ReadCompactLength() => (int)Math.Min((long)ReadUnsignedVarint() - 1, int.MaxValue);

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > Remaining)
        {
            throw new MalformedRequestException($"{length} bytes are announced where {Remaining} are left.");
        }

        _position += length;
        return body.Span.Slice(_position - length, length);
    }
}
