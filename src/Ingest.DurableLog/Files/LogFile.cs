using Ingest.DurableLog.Format;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Files;

/// <summary>The file under a log, open for this process alone. Tests override writing and flushing to make them fail.</summary>
internal class LogFile(SafeFileHandle handle) : IDisposable
{
    private const int UnixWouldBlock = 11;
    private const int BsdWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    public long Length => RandomAccess.GetLength(handle);

    public static SafeFileHandle OpenExisting(string path) => OpenAlone(path, path, FileMode.Open);

    /// <summary>Creates a log without records: whole or not at all, durable when this returns.</summary>
    /// <remarks>Written under another name first and then renamed, so that nobody ever sees half a header.</remarks>
    public static SafeFileHandle CreateNew(string path)
    {
        var directory = Path.GetDirectoryName(path)!;
        DirectorySync.Create(directory);
        var draft = path + ".new";
        var handle = OpenAlone(draft, path, FileMode.Create);
        try
        {
            RandomAccess.Write(handle, FileHeader.Create(Guid.NewGuid()), 0);
            RandomAccess.FlushToDisk(handle);
            File.Move(draft, path, overwrite: false);
            DirectorySync.Flush(directory);
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public virtual void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(handle, bytes, position);

    public virtual void Flush() => RandomAccess.FlushToDisk(handle);

    /// <summary>Says that all before <paramref name="position"/> is flushed. The next block overwrites it.</summary>
    /// <remarks>
    /// Without it a damaged last block could not be told from one that was never wholly written, and recovery would cut it off.
    /// </remarks>
    public void WriteSeal(long position, long count, uint seed)
    {
        Span<byte> seal = stackalloc byte[BlockHeader.Bytes];
        new BlockHeader(position, position, count, 0, 0).Write(seal, seed);
        Write(seal, position);
    }

    public void Truncate(long length) => RandomAccess.SetLength(handle, length);

    public ValueTask<int> ReadAsync(Memory<byte> destination, long position, CancellationToken cancellation) =>
        RandomAccess.ReadAsync(handle, destination, position, cancellation);

    public void Dispose() => handle.Dispose();

    private static SafeFileHandle OpenAlone(string file, string log, FileMode mode)
    {
        try
        {
            return File.OpenHandle(file, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (failure.HResult is UnixWouldBlock or BsdWouldBlock or WindowsSharingViolation)
        {
            throw new DurableLogInUseException(log, failure);
        }
    }
}
