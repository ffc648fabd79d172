using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Ingest.Testing.Kafka;

/// <summary>An answer of Kafka's protocol, written in order.</summary>
internal sealed class KafkaAnswer
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public KafkaAnswer(int correlation) => Int32(correlation);

    public KafkaAnswer Int16(int value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_bytes.GetSpan(2), (short)value);
        _bytes.Advance(2);
        return this;
    }

    public KafkaAnswer Int32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    public KafkaAnswer Bool(bool value)
    {
        _bytes.Write([value ? (byte)1 : (byte)0]);
        return this;
    }

    public KafkaAnswer Text(string? value)
    {
        if (value is null)
        {
            return Int16(-1);
        }

        var text = Encoding.UTF8.GetBytes(value);
        Int16(text.Length)._bytes.Write(text);
        return this;
    }

    public KafkaAnswer Bytes(byte[] value)
    {
        Int32(value.Length)._bytes.Write(value);
        return this;
    }

    public KafkaAnswer List<T>(IReadOnlyCollection<T> items, Action<T> write)
    {
        Int32(items.Count);
        foreach (var item in items)
        {
            write(item);
        }

        return this;
    }

    public async Task SendAsync(Stream stream, CancellationToken cancellation)
    {
        var frame = new byte[4 + _bytes.WrittenCount];
        BinaryPrimitives.WriteInt32BigEndian(frame, _bytes.WrittenCount);
        _bytes.WrittenSpan.CopyTo(frame.AsSpan(4));
        await stream.WriteAsync(frame, cancellation);
    }
}
