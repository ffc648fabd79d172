using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ingest.ObjectStore.Directories;

/// <summary>Directories that are still there after a power cut: the entry of a file or directory is durable once its directory is flushed.</summary>
internal static partial class DurableDirectory
{
    private const int ReadOnly = 0; // O_RDONLY

    /// <summary>Makes a directory and what is missing above it, and flushes each directory that got a new entry.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path)!;
        Create(parent);
        Directory.CreateDirectory(path);
        Flush(parent);
    }

    /// <summary>Flushes every directory from that of <paramref name="file"/> up to <paramref name="root"/>.</summary>
    /// <remarks>All of them, since another process may have made one and not have flushed it yet; a clean one costs next to nothing.</remarks>
    public static void Flush(string root, string file)
    {
        var directory = file;
        do
        {
            directory = Path.GetDirectoryName(directory)!;
            Flush(directory);
        }
        while (directory.Length > root.Length);
    }

    private static void Flush(string directory)
    {
        var descriptor = Open(directory, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure("open", directory);
        }

        var result = Fsync(descriptor);
        var failure = result < 0 ? Failure("fsync", directory) : null;
        _ = Close(descriptor);
        if (failure is not null)
        {
            throw failure;
        }
    }

    private static IOException Failure(string call, string path) =>
        new($"{call} {path}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
