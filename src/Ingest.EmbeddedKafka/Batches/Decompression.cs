using System.Buffers.Binary;
using System.IO.Compression;
using K4os.Compression.LZ4.Streams;
using Snappier;

namespace Ingest.EmbeddedKafka.Batches;

/// <summary>Makes plain records of compressed ones, up to a size: a small batch may hold a great many zeros.</summary>
internal static class Decompression
{
    /// <summary>The most that the records of one batch may come to: 128 MiB.</summary>
    public const int BytesMax = 128 << 20;

    /// <summary>How the Java client's library frames snappy: this, two int32 for its version, then blocks with an int32 length before each.</summary>
    private static ReadOnlySpan<byte> XerialMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0];

    private const int XerialHeaderBytes = 16;

    /// <exception cref="InvalidDataException">They are not what the codec makes, or come to too much.</exception>
    public static ReadOnlyMemory<byte> Decompress(Codec codec, ReadOnlyMemory<byte> records)
    {
        try
        {
            return codec switch
            {
                Codec.None => records,
                Codec.Gzip => Read(new GZipStream(StreamOf(records), CompressionMode.Decompress)),
                Codec.Lz4 => Read(LZ4Stream.Decode(StreamOf(records))),
                Codec.Zstd => Read(new ZstdSharp.DecompressionStream(StreamOf(records))),
                Codec.Snappy when records.Span.StartsWith(XerialMagic) => ReadBlocks(records[XerialHeaderBytes..]),
                Codec.Snappy => ReadBlock(records.Span, 0),
                _ => throw new InvalidDataException($"{(int)codec} is no compression."),
            };
        }
        catch (Exception failure) when (failure is not InvalidDataException and not OutOfMemoryException)
        {
            // Each library has exceptions of its own for bytes that are not its.
            throw new InvalidDataException($"The records are not what {codec} makes: {failure.Message}", failure);
        }
    }

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) => new(bytes.ToArray(), writable: false);

    private static ReadOnlyMemory<byte> Read(Stream decompressed)
    {
        using (decompressed)
        {
            var plain = new MemoryStream();
            var chunk = new byte[16 << 10];
            while (decompressed.Read(chunk) is > 0 and var read)
            {
                Check(plain.Length + read);
                plain.Write(chunk, 0, read);
            }

            return plain.GetBuffer().AsMemory(0, (int)plain.Length);
        }
    }

    private static ReadOnlyMemory<byte> ReadBlocks(ReadOnlyMemory<byte> framed)
    {
        var plain = new MemoryStream();
        while (framed.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(framed.Span);
            plain.Write(ReadBlock(framed.Slice(sizeof(int), length).Span, plain.Length).Span);
            framed = framed[(sizeof(int) + length)..];
        }

        return plain.GetBuffer().AsMemory(0, (int)plain.Length);
    }

    private static ReadOnlyMemory<byte> ReadBlock(ReadOnlySpan<byte> block, long before)
    {
        Check(before + Snappy.GetUncompressedLength(block));
        return Snappy.DecompressToArray(block);
    }

    private static void Check(long bytes)
    {
        if (bytes > BytesMax)
        {
            throw new InvalidDataException($"The records come to more than {BytesMax} bytes.");
        }
    }
}
