using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Ingest.EmbeddedKafka.Protocol;

/// <summary>Writes the protocol's primitive types, big-endian, into a pooled buffer; the counterpart of <see cref="KafkaReader"/>.</summary>
/// <param name="flexible">Whether the message is of a flexible version.</param>
internal sealed class KafkaWriter(bool flexible) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(512);

    public bool Flexible { get; set; } = flexible;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    public void WriteBoolean(bool value) => Reserve(1)[0] = value ? (byte)1 : (byte)0;

    public void WriteInt8(sbyte value) => Reserve(1)[0] = (byte)value;

    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Reserve(sizeof(short)), value);

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(sizeof(int)), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(sizeof(long)), value);

    public void WriteUuid(Guid value) => value.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    public void WriteError(KafkaError error) => WriteInt16((short)error);

    public void WriteString(string? value)
    {
        if (value is null)
        {
            WriteLength(-1, isString: true);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(value);
        WriteLength(length, isString: true);
        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    public void WriteNullBytes() => WriteLength(-1, isString: false);

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteBytesLength(value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    /// <summary>Announces bytes that the caller then puts into <see cref="Reserve"/> itself.</summary>
    public void WriteBytesLength(int length) => WriteLength(length, isString: false);

    public void WriteArray<T>(IReadOnlyCollection<T>? items, Action<KafkaWriter, T> write)
    {
        WriteLength(items?.Count ?? -1, isString: false);
        foreach (var item in items ?? [])
        {
            write(this, item);
        }
    }

    /// <summary>Ends a structure of a flexible version: this broker sends no tagged fields. Does nothing in other versions.</summary>
    public void WriteTaggedFields()
    {
        if (Flexible)
        {
            Reserve(1)[0] = 0;
        }
    }

    public void WriteUnsignedVarint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Reserve(1)[0] = (byte)(value | 0x80);
        }

        Reserve(1)[0] = (byte)value;
    }

    /// <summary>The next <paramref name="length"/> bytes, to be filled at once: the next write may move the buffer.</summary>
    public Span<byte> Reserve(int length)
    {
        if (_buffer.Length - Length < length)
        {
            Grow(length);
        }

        Length += length;
        return _buffer.AsSpan(Length - length, length);
    }

    /// <summary>Writes over what stands at <paramref name="position"/>, such as a length that was not known before.</summary>
    public void PatchInt32(int position, int value) => BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(position), value);

    /// <summary>Takes back what was written behind <paramref name="length"/>.</summary>
    public void TruncateTo(int length) => Length = length;

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        (_buffer, Length) = ([], 0);
    }

    private void WriteLength(int length, bool isString)
    {
        if (Flexible)
        {
            WriteUnsignedVarint((uint)(length + 1));
        }
        else if (isString)
        {
            WriteInt16(checked((short)length));
        }
        else
        {
            WriteInt32(length);
        }
    }

    private void Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(2L * _buffer.Length, (long)Length + length), Array.MaxLength));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
