using System.Collections.Immutable;
using Ingest.DurableLog.Committing;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.DurableLog.Segments;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Recovery;

/// <summary>Finds out what a log holds when it is opened, and cuts off what a crash left half written.</summary>
/// <remarks>
/// <list type="number">
/// <item>Closed segments are taken as their index files say; one whose index is missing is scanned.</item>
/// <item>The last segment is scanned. What lies behind its last valid block is cut off if it was never acknowledged: if neither
/// the seal nor any later block says so. Otherwise it is damage.</item>
/// <item>Damage is fenced: it is reported, reading it fails, and everything before and behind it is read as ever. Appends go on in a
/// new segment behind a damaged end.</item>
/// </list>
/// </remarks>
internal sealed class LogRecovery(string directory, StateFile state, DurableLogOptions options)
{
    private readonly List<Segment> _segments = [];
    private long _torn;

    public Guid Identity { get; private set; }

    public long StartOffset { get; private set; }

    public (ImmutableArray<Segment> Segments, LogRecoveryReport Report) Run()
    {
        foreach (var draft in Directory.EnumerateFiles(directory, "*" + LogFile.DraftSuffix))
        {
            File.Delete(draft);
        }

        var files = SegmentFiles();
        Identity = state.Identity ?? IdentityOf(files) ?? (files.Count == 0 ? Guid.NewGuid() : throw new DurableLogFormatException(directory, "neither its state nor a segment says which log it is."));
        StartOffset = state.StartOffset ?? files.FirstOrDefault().BaseOffset;
        for (var i = 0; i < files.Count; i++)
        {
            Take(files[i], i + 1 < files.Count ? files[i + 1].BaseOffset : null);
        }

        EndSafely();
        FenceStart(_segments[0]);
        if (state.Identity is null || state.StartOffset is null)
        {
            state.Begin(Identity, StartOffset);
        }

        var last = _segments[^1];
        state.WriteSeal(new Seal(last.BaseOffset, last.EndPosition, last.NextOffset));
        state.Flush();
        StartOffset = Math.Min(StartOffset, last.NextOffset);
        var damage = _segments.SelectMany(segment => segment.Damage).Where(range => range.NextOffset > StartOffset);
        return ([.. _segments], new LogRecoveryReport(StartOffset, last.NextOffset, _torn, [.. damage]));
    }

    /// <summary>The newest generation of every segment, oldest first; what compaction or retention was about to remove is removed.</summary>
    private List<(string Path, long BaseOffset)> SegmentFiles()
    {
        var kept = new List<(string, long)>();
        foreach (var generations in Directory.EnumerateFiles(directory, "*" + Segment.Suffix)
            .Select(path => (Path: path, Name: Segment.Parse(path) ?? throw new DurableLogFormatException(directory, $"{Path.GetFileName(path)} is no name of a segment.")))
            .GroupBy(file => file.Name.BaseOffset).OrderBy(files => files.Key))
        {
            var newestFirst = generations.OrderByDescending(file => file.Name.Generation).ToArray();
            kept.Add((newestFirst[0].Path, generations.Key));
            foreach (var old in newestFirst[1..])
            {
                Remove(old.Path);
            }
        }

        return kept;
    }

    private static Guid? IdentityOf(List<(string Path, long BaseOffset)> files) =>
        files.Select(file => HeaderOf(file.Path)).OfType<SegmentHeader>().Select(header => (Guid?)header.Identity).FirstOrDefault();

    private static SegmentHeader? HeaderOf(string path)
    {
        using var file = LogFile.OpenToRead(path);
        Span<byte> bytes = stackalloc byte[SegmentHeader.Bytes];
        return SegmentHeader.TryRead(bytes[..RandomAccess.Read(file, bytes, 0)], out var header) ? header : null;
    }

    private static void Remove(string path)
    {
        File.Delete(SegmentIndexFile.PathOf(path));
        File.Delete(path);
    }

    private void Take((string Path, long BaseOffset) file, long? nextBase)
    {
        // Merged into the one before by a compaction that was cut short, or before the start by a retention that was.
        if ((_segments.Count > 0 && file.BaseOffset < _segments[^1].NextOffset) || nextBase <= StartOffset)
        {
            Remove(file.Path);
            return;
        }

        var header = HeaderOf(file.Path);
        if (header is { } found && (found.Identity != Identity || found.BaseOffset != file.BaseOffset))
        {
            throw new DurableLogFormatException(directory, $"{Path.GetFileName(file.Path)} belongs to another log or place.");
        }

        if (_segments.Count > 0)
        {
            FenceGap(_segments[^1], file.BaseOffset);
        }

        // A header that is damaged costs nothing: its identity is known, and the name says the rest.
        var created = header?.CreatedMilliseconds ?? new DateTimeOffset(File.GetCreationTimeUtc(file.Path)).ToUnixTimeMilliseconds();
        var segment = new Segment(file.Path, Identity, file.BaseOffset, created);
        _segments.Add(segment);
        if (nextBase is { } next)
        {
            TakeClosed(segment, next);
        }
        else
        {
            TakeLast(segment);
        }
    }

    private static void TakeClosed(Segment segment, long nextBase)
    {
        if (SegmentIndexFile.TryRead(segment))
        {
            return;
        }

        var (position, length) = SegmentScan.Run(segment, acknowledged: long.MaxValue);
        if (length > position && segment.NextOffset < nextBase)
        {
            segment.AddDamage(new LogDamage(segment.NextOffset, nextBase, Path.GetFileName(segment.Path), position, length - position));
        }

        SegmentList.WriteIndex(segment);
    }

    private void TakeLast(Segment segment)
    {
        var seal = state.Seal is { } known && known.BaseOffset == segment.BaseOffset ? known : default;
        var (position, length) = SegmentScan.Run(segment, seal.Position);
        if (seal.Position > position)
        {
            var next = Math.Max(seal.NextOffset, segment.NextOffset);
            segment.AddDamage(new LogDamage(segment.NextOffset, next, Path.GetFileName(segment.Path), position, Math.Max(length, seal.Position) - position));
        }
        else
        {
            using var file = LogFile.Open(segment.Path);
            if (length > position)
            {
                _torn = options.Preallocate ? WrittenBehind(file, position, length) : length - position;
                RandomAccess.SetLength(file, position);
            }

            // What was taken may be read from now on, so it must stay.
            RandomAccess.FlushToDisk(file);
        }
    }

    /// <summary>How much was written behind a position: zeros are what preallocation left there.</summary>
    private static long WrittenBehind(SafeFileHandle file, long position, long length)
    {
        var (written, chunk) = (0L, new byte[64 << 10]);
        for (var at = position; at < length && RandomAccess.Read(file, chunk, at) is > 0 and var read; at += read)
        {
            var last = chunk.AsSpan(0, read).LastIndexOfAnyExcept((byte)0);
            written = last < 0 ? written : at + last + 1 - position;
        }

        return written;
    }

    /// <summary>Sees to it that the last segment can be written: there is one, and nothing lies damaged at its end.</summary>
    private void EndSafely()
    {
        var sealedEnd = state.Seal is { } seal && (_segments.Count == 0 || seal.BaseOffset > _segments[^1].BaseOffset) ? seal.NextOffset : 0;
        if (_segments.Count > 0 && sealedEnd == 0 && _segments[^1].Damage.All(range => range.Position + range.Bytes < _segments[^1].EndPosition))
        {
            return;
        }

        var next = Math.Max(Math.Max(sealedEnd, StartOffset), _segments.Count > 0 ? _segments[^1].NextOffset : 0);
        if (_segments.Count > 0)
        {
            FenceGap(_segments[^1], next);
            SegmentList.WriteIndex(_segments[^1]);
        }

        _segments.Add(ActiveSegment.Create(directory, Identity, next, options, options.SegmentBytesMin));
    }

    /// <summary>The segment in which the log starts is never removed. One that begins behind the start says that those before it are gone.</summary>
    private void FenceStart(Segment first)
    {
        if (StartOffset < first.BaseOffset)
        {
            first.AddDamage(new LogDamage(StartOffset, first.BaseOffset, Path.GetFileName(first.Path), 0, 0));
        }
    }

    /// <summary>A segment ends where the next begins. One that does not says that a file between them is gone.</summary>
    private static void FenceGap(Segment before, long nextBase)
    {
        if (before.NextOffset < nextBase)
        {
            before.AddDamage(new LogDamage(before.NextOffset, nextBase, Path.GetFileName(before.Path), before.EndPosition, 0));
        }
    }
}
