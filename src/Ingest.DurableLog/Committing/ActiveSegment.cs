using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.DurableLog.Segments;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Committing;

/// <summary>The segment that is written, and its file. Touched by one writer thread at a time.</summary>
internal sealed class ActiveSegment : IDisposable
{
    private readonly LogFile _file;
    private readonly List<BlockHeader> _blocks = [];

    public ActiveSegment(Segment segment, Func<SafeFileHandle, LogFile> over)
    {
        Segment = segment;
        Position = segment.EndPosition;
        _file = over(LogFile.Open(segment.Path));
    }

    public Segment Segment { get; }

    /// <summary>Where the next block goes.</summary>
    public long Position { get; private set; }

    /// <summary>Whether blocks were written since the last flush.</summary>
    public bool Unflushed { get; private set; }

    /// <summary>Whether a flush failed: then nobody knows which pages reached the disk, not even after a later one that succeeds.</summary>
    public bool FlushFailed { get; private set; }

    /// <summary>Creates the file of a segment, durable when this returns.</summary>
    public static Segment Create(string directory, Guid identity, long baseOffset, DurableLogOptions options, long bytes)
    {
        var created = options.Time.GetUtcNow().ToUnixTimeMilliseconds();
        var path = Segment.PathOf(directory, baseOffset);
        LogFile.Create(path, new SegmentHeader(identity, baseOffset, created).ToBytes(), options.Preallocate ? bytes : 0);
        return new Segment(path, identity, baseOffset, created);
    }

    public void Write(Batch batch)
    {
        _file.Write(batch.Frame(Position, Segment.Checksum, _blocks), Position);
        Position += batch.Length;
        Unflushed = true;
    }

    /// <summary>Takes back what was written since the last <see cref="Publish"/>, and gives its room back to the disk.</summary>
    /// <remarks>Durably: entries that were refused must not be there again when the machine loses its power.</remarks>
    public void Undo()
    {
        Position = Segment.EndPosition;
        _file.Truncate(Position);
        Flush();
    }

    public void Flush()
    {
        FlushFailed = true;
        _file.Flush();
        (FlushFailed, Unflushed) = (false, false);
    }

    /// <summary>Lets the blocks that were written last be read.</summary>
    public void Publish() => Segment.Advance(_blocks);

    /// <summary>Takes off what was preallocated and is not needed any more.</summary>
    public void Trim()
    {
        if (_file.Length > Position)
        {
            _file.Truncate(Position);
        }
    }

    public void Dispose() => _file.Dispose();
}
