using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Files;

/// <summary>The file under the segment that is written. Tests override writing and flushing to make them fail.</summary>
internal class LogFile(SafeFileHandle handle) : IDisposable
{
    /// <summary>How a new file is called until it is whole; such a file is removed when the log is opened.</summary>
    public const string DraftSuffix = ".new";

    private const int ZeroBytes = 1 << 20;
    private const int UnixNoSpace = 28;
    private const int LinuxQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public long Length => RandomAccess.GetLength(handle);

    public static bool IsFull(Exception failure) => failure is IOException { HResult: UnixNoSpace or LinuxQuota or WindowsDiskFull };

    public static SafeFileHandle Open(string path, FileMode mode = FileMode.Open) =>
        File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    public static SafeFileHandle OpenToRead(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Creates a file with a content: whole or not at all, durable when this returns.</summary>
    /// <remarks>Written under another name first and then renamed, so that nobody ever sees half of it.</remarks>
    public static void Create(string path, ReadOnlySpan<byte> content, long zeros = 0)
    {
        var draft = path + DraftSuffix;
        try
        {
            using (var handle = Open(draft, FileMode.Create))
            {
                RandomAccess.Write(handle, content, 0);
                WriteZeros(handle, content.Length, zeros);
                RandomAccess.FlushToDisk(handle);
            }

            File.Move(draft, path, overwrite: true);
            DirectorySync.Flush(Path.GetDirectoryName(path)!);
        }
        catch (IOException)
        {
            File.Delete(draft); // gives its room back; the failure goes on
            throw;
        }
    }

    public virtual void Write(ReadOnlySpan<byte> bytes, long position) => RandomAccess.Write(handle, bytes, position);

    public virtual void Flush() => RandomAccess.FlushToDisk(handle);

    public virtual void Truncate(long length) => RandomAccess.SetLength(handle, length);

    public void Dispose()
    {
        handle.Dispose();
        GC.SuppressFinalize(this);
    }

    private static void WriteZeros(SafeFileHandle handle, long position, long count)
    {
        var zeros = count > 0 ? new byte[ZeroBytes] : [];
        for (; count > 0; position += ZeroBytes, count -= ZeroBytes)
        {
            RandomAccess.Write(handle, zeros, position);
        }
    }
}
