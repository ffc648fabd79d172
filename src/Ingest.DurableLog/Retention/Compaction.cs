using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.DurableLog.Segments;

namespace Ingest.DurableLog.Retention;

/// <summary>Makes one segment of several, with the entries that are to stay.</summary>
internal static class Compaction
{
    private const int ReadBytes = 1 << 20;

    /// <summary>Neighbours that together stay below a size go together.</summary>
    public static IEnumerable<IReadOnlyList<Segment>> Group(IEnumerable<Segment> closed, long bytes)
    {
        var group = new List<Segment>();
        foreach (var segment in closed)
        {
            if (group.Count > 0 && group.Sum(member => member.EndPosition) + segment.EndPosition > bytes)
            {
                yield return group;
                group = [];
            }

            group.Add(segment);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    /// <summary>Writes the new segment, durable and with its index when this returns. The old ones are still there.</summary>
    public static Segment Run(string log, Guid identity, IReadOnlyList<Segment> group, EntryRewriter rewrite)
    {
        if (group.SelectMany(segment => segment.Damage).FirstOrDefault() is { } damage)
        {
            throw new DurableLogDamagedException(log, damage);
        }

        var (first, last) = (group[0], group[^1]);
        var generation = Segment.Parse(first.Path)!.Value.Generation + 1;
        var path = Segment.PathOf(log, first.BaseOffset, generation);
        var compacted = new Segment(path, identity, first.BaseOffset, last.CreatedMilliseconds);
        var draft = path + LogFile.DraftSuffix;
        using (var file = LogFile.Open(draft, FileMode.Create))
        {
            RandomAccess.Write(file, new SegmentHeader(identity, first.BaseOffset, last.CreatedMilliseconds).ToBytes(), 0);
            var position = (long)SegmentHeader.Bytes;
            foreach (var block in CompactedBlocks.Of(Entries(log, group), rewrite, last.NextOffset))
            {
                var bytes = block.Frame(position, compacted.Checksum);
                RandomAccess.Write(file, bytes.Span, position);
                compacted.Advance([block.Header]);
                position += bytes.Length;
            }

            RandomAccess.FlushToDisk(file);
        }

        // From here on an opening takes the new one, with an index or without. One that a failure left here earlier is replaced.
        File.Move(draft, path, overwrite: true);
        SegmentList.WriteIndex(compacted);
        DirectorySync.Flush(log);
        return compacted;
    }

    private static IEnumerable<LogEntry> Entries(string log, IReadOnlyList<Segment> group)
    {
        foreach (var segment in group)
        {
            for (var from = segment.BaseOffset; from < segment.NextOffset;)
            {
                var entries = new SegmentReader(log, segment, length => GC.AllocateUninitializedArray<byte>(length)).Read(from, int.MaxValue, ReadBytes);
                foreach (var entry in entries)
                {
                    yield return entry;
                }

                from = entries.Count > 0 ? entries[^1].NextOffset : segment.NextOffset;
            }
        }
    }
}
