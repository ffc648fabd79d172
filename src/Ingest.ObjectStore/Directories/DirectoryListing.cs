using System.Globalization;
using System.Runtime.CompilerServices;

namespace Ingest.ObjectStore.Directories;

/// <summary>Walks a directory in the order of the keys, one directory in memory per level.</summary>
/// <remarks>
/// A directory sorts as its name and a slash, for so do the keys below it: <c>a-b</c>, <c>a/c</c>, <c>ab</c>. Symbolic links
/// are not followed.
/// </remarks>
internal sealed class DirectoryListing(string root, string prefix, string startAfter)
{
    private static readonly EnumerationOptions Plain = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    /// <summary>Lists what is below a folder: empty for the root, else the key of a directory with its slash.</summary>
    public async IAsyncEnumerable<ObjectEntry> ReadAsync(string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The framework makes a listing that cannot be read look like a failure of the caller's rights; here it is the store's.
        List<(string Key, FileInfo? File)> entries = [];
        await Task.Run(() => Failures.AsIO(root, () => entries = ReadDirectory(folder)), cancellation);

        foreach (var (key, file) in entries)
        {
            cancellation.ThrowIfCancellationRequested();
            if (file is not null)
            {
                yield return new ObjectEntry(key, file.Length, ETagOf(file));
                continue;
            }

            await foreach (var entry in ReadAsync(key, cancellation))
            {
                yield return entry;
            }
        }
    }

    private List<(string Key, FileInfo? File)> ReadDirectory(string folder)
    {
        var directory = new DirectoryInfo(Path.Combine(root, folder));
        if (!directory.Exists)
        {
            return [];
        }

        List<(string Key, FileInfo? File)> entries =
        [
            .. directory.EnumerateFileSystemInfos("*", Plain)
                .Where(entry => entry.Name != ObjectKey.Reserved)
                .Select(entry => entry is FileInfo file ? (folder + file.Name, file) : (folder + entry.Name + "/", (FileInfo?)null))
                .Where(entry => IsWanted(entry.Item1, isFolder: entry.Item2 is null)),
        ];
        entries.Sort((a, b) => ObjectKey.Order(a.Key, b.Key));
        return entries;
    }

    private bool IsWanted(string key, bool isFolder)
    {
        var matches = key.StartsWith(prefix, StringComparison.Ordinal) || (isFolder && prefix.StartsWith(key, StringComparison.Ordinal));
        var follows = ObjectKey.Order(key, startAfter) > 0 || (isFolder && startAfter.StartsWith(key, StringComparison.Ordinal));
        return matches && follows;
    }

    private static string ETagOf(FileInfo file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.Length:x}-{file.LastWriteTimeUtc.Ticks:x}");
}
