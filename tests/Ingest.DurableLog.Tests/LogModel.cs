namespace Ingest.DurableLog.Tests;

/// <summary>What a log should hold, as a plain list.</summary>
internal sealed class LogModel
{
    private readonly List<Entry> _entries = [];

    public long Start { get; private set; }

    public long End { get; private set; }

    public IEnumerable<Entry> Readable => _entries.Where(entry => entry.NextOffset > Start);

    public Entry Append(EntrySize size, byte[] data)
    {
        _entries.Add(new Entry(End, End + size.Offsets, size.Timestamp, data));
        End += size.Offsets;
        return _entries[^1];
    }

    public void MoveStart(long offset) => Start = Math.Max(Start, offset);

    public void Drop(Func<Entry, bool> goes) => _entries.RemoveAll(entry => goes(entry));

    public Entry[] Read(long from, int maxEntries, int maxBytes)
    {
        long bytes = 0;
        return [.. Readable.Where(entry => entry.NextOffset > from)
            .TakeWhile((entry, i) => (i == 0 || (i < maxEntries && bytes + entry.Data.Length <= maxBytes)) && (bytes += entry.Data.Length) >= 0)];
    }

    public sealed record Entry(long Offset, long NextOffset, long Timestamp, byte[] Data);
}
