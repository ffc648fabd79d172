using System.Collections.Immutable;
using Ingest.DurableLog.Committing;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Segments;

/// <summary>The segments of a log, oldest first; the last one is written. Readers take the list as it is and never wait.</summary>
internal sealed class SegmentList : IDisposable
{
    private readonly string _directory;
    private readonly Guid _identity;
    private readonly DurableLogOptions _options;
    private readonly Func<SafeFileHandle, LogFile> _over;
    private ImmutableArray<Segment> _all;
    private long _bytesMax;
    private long _ageMaxMilliseconds;

    public SegmentList(string directory, Guid identity, ImmutableArray<Segment> all, DurableLogOptions options, Func<SafeFileHandle, LogFile> over)
    {
        (_directory, _identity, _all, _options, _over) = (directory, identity, all, options, over);
        Active = new ActiveSegment(all[^1], over);
        Limit(null, null);
    }

    /// <summary>Touched by the writer threads only.</summary>
    public ActiveSegment Active { get; private set; }

    public ImmutableArray<Segment> All => _all;

    public string Directory => _directory;

    public Guid Identity => _identity;

    public long Bytes => _all.Sum(segment => segment.EndPosition);

    /// <summary>The segment that holds an offset, or would.</summary>
    public static int IndexOf(ImmutableArray<Segment> all, long offset)
    {
        var (low, high) = (0, all.Length - 1);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            (low, high) = all[middle].BaseOffset <= offset ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    /// <summary>Lowers what the options say; null takes that as it is.</summary>
    public void Limit(long? bytes, TimeSpan? age)
    {
        Volatile.Write(ref _bytesMax, Math.Min(bytes ?? long.MaxValue, _options.SegmentBytesMax));
        Volatile.Write(ref _ageMaxMilliseconds, (long)(age < _options.SegmentAgeMax ? age.Value : _options.SegmentAgeMax).TotalMilliseconds);
    }

    /// <summary>Ends the active segment when so many bytes more would make it too large, or when it is too old.</summary>
    public void RollIfFull(int bytes, Action flush)
    {
        var target = SegmentBytes;
        var age = _options.Time.GetUtcNow().ToUnixTimeMilliseconds() - Active.Segment.CreatedMilliseconds;
        if (Active.Position + bytes > target || age > Volatile.Read(ref _ageMaxMilliseconds))
        {
            Roll(flush);
        }
    }

    /// <summary>Ends the active segment and begins another, unless it has nothing yet.</summary>
    public void Roll(Action flush)
    {
        var ended = Active;
        if (ended.Position == SegmentHeader.Bytes)
        {
            return;
        }

        flush();
        var next = ActiveSegment.Create(_directory, _identity, ended.Segment.NextOffset, _options, SegmentBytes);
        ended.Trim();
        Active = new ActiveSegment(next, _over);
        ImmutableInterlocked.Update(ref _all, all => all.Add(next));
        ended.Dispose();
        WriteIndex(ended.Segment);
    }

    /// <summary>Puts one segment in the place of others that stand together.</summary>
    public void Replace(IReadOnlyCollection<Segment> old, Segment? with) => ImmutableInterlocked.Update(
        ref _all, all => [.. all.TakeWhile(segment => !old.Contains(segment)), .. with is null ? [] : new[] { with }, .. all.SkipWhile(segment => !old.Contains(segment)).Where(segment => !old.Contains(segment))]);

    public void Dispose() => Active.Dispose();

    /// <summary>A disk without room has none for an index either; the next opening makes it.</summary>
    public static void WriteIndex(Segment segment)
    {
        try
        {
            SegmentIndexFile.Write(segment);
        }
        catch (IOException full) when (LogFile.IsFull(full))
        {
            File.Delete(SegmentIndexFile.PathOf(segment.Path));
        }
    }

    private long SegmentBytes => Math.Min(Math.Max(Bytes / 8, _options.SegmentBytesMin), Volatile.Read(ref _bytesMax));
}
