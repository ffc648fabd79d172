using Ingest.DurableLog.Format;

namespace Ingest.DurableLog.Retention;

/// <summary>A block of entries that stay, with the gaps that others left between them.</summary>
internal sealed class CompactedBlocks
{
    private readonly List<(EntryPrefix Prefix, ReadOnlyMemory<byte> Data)> _entries = [];
    private readonly long _firstOffset;
    private long _nextOffset;
    private long _maxTimestamp = long.MinValue;
    private int _payloadBytes;

    private CompactedBlocks(long firstOffset) => (_firstOffset, _nextOffset) = (firstOffset, firstOffset);

    /// <summary>The header, once <see cref="Frame"/> has been called.</summary>
    public BlockHeader Header { get; private set; }

    /// <summary>The blocks of what stays. The last one reaches to <paramref name="endOffset"/>, whatever stays: a segment ends where the next begins.</summary>
    public static IEnumerable<CompactedBlocks> Of(IEnumerable<LogEntry> entries, EntryRewriter rewrite, long endOffset)
    {
        CompactedBlocks? block = null;
        foreach (var entry in entries)
        {
            if (rewrite(entry) is { Stays: true, Data: var data })
            {
                if (block is not null && (block._payloadBytes >= BlockHeader.FullBytes || entry.Offset - block._firstOffset > int.MaxValue))
                {
                    yield return block;
                    block = null;
                }

                block ??= new CompactedBlocks(entry.Offset);
                block.Add(entry, data);
            }
        }

        block ??= new CompactedBlocks(endOffset - 1);
        block._nextOffset = endOffset;
        yield return block;
    }

    public Memory<byte> Frame(long position, Checksum checksum)
    {
        Header = new BlockHeader(position, position, _firstOffset, _nextOffset, _maxTimestamp, _payloadBytes, _entries.Count);
        var bytes = new byte[BlockHeader.Bytes + _payloadBytes];
        var rest = bytes.AsSpan(BlockHeader.Bytes);
        foreach (var (prefix, data) in _entries)
        {
            prefix.Write(rest);
            data.Span.CopyTo(rest[BlockHeader.EntryPrefixBytes..]);
            rest = rest[(BlockHeader.EntryPrefixBytes + data.Length)..];
        }

        Header.Write(bytes, checksum);
        return bytes;
    }

    private void Add(LogEntry entry, ReadOnlyMemory<byte> data)
    {
        _entries.Add((new EntryPrefix(data.Length, (int)(entry.Offset - _firstOffset), (int)(entry.NextOffset - entry.Offset), entry.Timestamp), data));
        _nextOffset = entry.NextOffset;
        _maxTimestamp = Math.Max(_maxTimestamp, entry.Timestamp);
        _payloadBytes += BlockHeader.EntryPrefixBytes + data.Length;
    }
}
