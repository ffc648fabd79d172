namespace Ingest.ObjectStore.Directories;

/// <summary>A directory as a bucket: one file an object, a directory for each segment of its key.</summary>
/// <remarks>
/// An object is written under <see cref="ObjectKey.Reserved"/>, flushed to disk, and given its name with link(2), which
/// fails if the name is taken: it is there whole or not at all, and the first one stays. The directory may not span file systems.
/// </remarks>
internal sealed class DirectoryObjectStore : IObjectStore
{
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromDays(1);

    private readonly string _root;
    private readonly string _uploads;

    private DirectoryObjectStore(Uri uri, string root)
    {
        Uri = uri;
        _root = root;
        _uploads = Path.Combine(root, ObjectKey.Reserved);
    }

    public Uri Uri { get; }

    public static DirectoryObjectStore Open(Uri uri, TimeProvider time)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A directory as an object store needs link(2) and fsync(2) of directories: Linux or macOS.");
        }

        var store = new DirectoryObjectStore(uri, Path.TrimEndingDirectorySeparator(uri.LocalPath));
        Failures.AsIO(store._root, () =>
        {
            DurableDirectory.Create(store._uploads);
            store.RemoveLeftovers(time.GetUtcNow() - LeftoverAge);
        });
        return store;
    }

    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        TryCreateAsync(key, (upload, token) => upload.WriteAsync(content, token).AsTask(), cancellation);

    public Task<bool> TryCreateFromFileAsync(string key, string path, CancellationToken cancellation) =>
        TryCreateAsync(
            key,
            async (upload, token) =>
            {
                await using var source = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true);
                await source.CopyToAsync(upload, token);
            },
            cancellation);

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellation)
    {
        var path = PathOf(ObjectKey.Check(key));
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<Stream>(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, useAsync: true));
        }
        catch (Exception missing) when (!File.Exists(path) && missing is IOException or UnauthorizedAccessException)
        {
            throw new ObjectNotFoundException(key, missing);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"{path}: {refused.Message}", refused);
        }
    }

    public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAfter, CancellationToken cancellation) =>
        new DirectoryListing(_root, ObjectKey.CheckPrefix(prefix), startAfter ?? "").ReadAsync(ObjectKey.Folder(prefix), cancellation);

    private async Task<bool> TryCreateAsync(
        string key, Func<FileStream, CancellationToken, Task> writeAsync, CancellationToken cancellation)
    {
        var path = PathOf(ObjectKey.Check(key));
        if (File.Exists(path))
        {
            // Whoever made it may not have come to flushing the directory; "it exists" must outlast a power cut.
            Failures.AsIO(path, () => DurableDirectory.Flush(_root, path));
            return false;
        }

        var upload = Path.Combine(_uploads, Guid.NewGuid().ToString("N"));
        try
        {
            await using (var file = new FileStream(upload, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true))
            {
                await writeAsync(file, cancellation);
                await file.FlushAsync(cancellation);
                await Task.Run(() => file.Flush(flushToDisk: true), cancellation);
            }

            return await Task.Run(() => Publish(upload, path), cancellation);
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"{path}: {refused.Message}", refused);
        }
        finally
        {
            File.Delete(upload);
        }
    }

    private bool Publish(string upload, string path)
    {
        DurableDirectory.Create(Path.GetDirectoryName(path)!);
        var created = HardLink.TryCreate(upload, path);
        if (!created && Directory.Exists(path))
        {
            throw new IOException($"{path} is a directory: a key of a directory store cannot be a prefix of another key up to a slash.");
        }

        DurableDirectory.Flush(_root, path);
        return created;
    }

    /// <summary>Uploads that a crash left. A day is longer than any upload takes, so nobody is still writing them.</summary>
    private void RemoveLeftovers(DateTimeOffset before)
    {
        foreach (var leftover in new DirectoryInfo(_uploads).EnumerateFiles().Where(file => file.LastWriteTimeUtc < before.UtcDateTime))
        {
            leftover.Delete();
        }
    }

    private string PathOf(string key) => Path.Combine(_root, key);
}
