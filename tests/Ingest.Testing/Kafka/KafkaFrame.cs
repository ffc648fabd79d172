using System.Buffers.Binary;
using System.Text;

namespace Ingest.Testing.Kafka;

/// <summary>A request of Kafka's protocol, read in order; only what protocol versions without tagged fields know.</summary>
internal sealed class KafkaFrame
{
    private readonly byte[] _bytes;
    private int _at;

    private KafkaFrame(byte[] bytes)
    {
        _bytes = bytes;
        ApiKey = Int16();
        Version = Int16();
        Correlation = Int32();
        ClientId = Text();
    }

    public short ApiKey { get; }

    public short Version { get; }

    public int Correlation { get; }

    public string? ClientId { get; }

    /// <summary>The next request; null when the client has closed the connection.</summary>
    public static async Task<KafkaFrame?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        var length = new byte[4];
        if (await stream.ReadAtLeastAsync(length, 4, throwOnEndOfStream: false, cancellation) < 4)
        {
            return null;
        }

        var bytes = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(bytes, cancellation);
        return new KafkaFrame(bytes);
    }

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public byte[] Bytes() => Take(Int32()).ToArray();

    public string? Text() => Int16() is var length and >= 0 ? Encoding.UTF8.GetString(Take(length)) : null;

    /// <summary>A list; one that is null comes as an empty one.</summary>
    public T[] List<T>(Func<T> item) => [.. Enumerable.Range(0, Math.Max(0, Int32())).Select(_ => item())];

    private ReadOnlySpan<byte> Take(int count)
    {
        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }
}
