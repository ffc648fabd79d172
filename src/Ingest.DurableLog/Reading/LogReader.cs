using System.Buffers.Binary;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;

namespace Ingest.DurableLog.Reading;

/// <summary>Reads flushed records; any number of readers beside the writers.</summary>
internal sealed class LogReader(string path, LogFile file, uint seed, Tail tail)
{
    private const int WindowBytes = 128 << 10;

    public async ValueTask<IReadOnlyList<LogRecord>> ReadAsync(long from, int maxRecords, int maxBytes, CancellationToken cancellation)
    {
        if (tail.Find(from) is not { } range)
        {
            return [];
        }

        var (position, end) = range;
        var blocks = new BlockReader(file, seed, end, (int)Math.Min(WindowBytes, end - position));
        var records = new List<LogRecord>();
        long bytes = 0;
        var full = false;
        while (position < end && !full)
        {
            var header = await blocks.ReadHeaderAsync(position, cancellation) ?? throw Damaged(position);
            if (header.FirstIndex > from + records.Count)
            {
                // Only a damaged header can have led past the record that is due.
                throw Damaged(position);
            }

            if (header.FirstIndex + header.Records > from)
            {
                full = await blocks.IsValidAsync(header, cancellation)
                    ? !Add(blocks.Payload(header), header, from, maxRecords, maxBytes, records, ref bytes)
                    : throw Damaged(position);
            }

            position = header.End;
        }

        return records;
    }

    /// <summary>Adds the wanted records of a block. One copy of the block's bytes serves them all.</summary>
    /// <returns>False when a limit was reached.</returns>
    private bool Add(
        ReadOnlySpan<byte> payload, BlockHeader header, long from, int maxRecords, int maxBytes, List<LogRecord> records, ref long bytes)
    {
        byte[]? copy = null;
        var offset = 0;
        for (var index = header.FirstIndex; index < header.FirstIndex + header.Records; index++)
        {
            var length = offset <= payload.Length - BlockHeader.RecordPrefixBytes
                ? BinaryPrimitives.ReadInt32LittleEndian(payload[offset..])
                : -1;
            offset += BlockHeader.RecordPrefixBytes;
            if (length < 0 || length > payload.Length - offset)
            {
                throw Damaged(header.Position);
            }

            if (index >= from)
            {
                if (records.Count == maxRecords || (records.Count > 0 && bytes + length > maxBytes))
                {
                    return false;
                }

                copy ??= payload.ToArray();
                records.Add(new LogRecord(index, copy.AsMemory(offset, length)));
                bytes += length;
            }

            offset += length;
        }

        return true;
    }

    private DurableLogDamagedException Damaged(long position) =>
        new(path, position, "the block there does not have the checksum it was written with.");
}
