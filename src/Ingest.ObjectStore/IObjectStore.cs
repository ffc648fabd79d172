namespace Ingest.ObjectStore;

/// <summary>A bucket, or a prefix of one. Objects are created and never overwritten.</summary>
/// <remarks>
/// Two implementations: a directory and S3. Keys are relative to the store's prefix and use <c>/</c>; they are listed in
/// ascending order of their UTF-8 bytes, as S3 lists them. A key that no store can hold throws <see cref="ArgumentException"/>
/// (<see cref="ObjectKey"/> says which); a store that cannot be reached or that refuses throws <see cref="IOException"/>. After
/// such a failure of a create the object may or may not exist: create it again with the same content.
/// </remarks>
public interface IObjectStore
{
    /// <summary>Where the store is: <c>file:///data/bucket</c> or <c>s3://bucket/prefix</c>.</summary>
    Uri Uri { get; }

    /// <summary>Creates an object, whole or not at all, durable when this returns.</summary>
    /// <returns>False when an object of that key exists already; it is left as it was.</returns>
    Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Creates an object from a local file, whole or not at all, durable when this returns. The file is left in place.</summary>
    /// <returns>False when an object of that key exists already; it is left as it was.</returns>
    Task<bool> TryCreateFromFileAsync(string key, string path, CancellationToken cancellation);

    /// <summary>Opens an object for reading.</summary>
    /// <exception cref="ObjectNotFoundException">There is no such object.</exception>
    Task<Stream> OpenReadAsync(string key, CancellationToken cancellation);

    /// <summary>Lists the objects whose key starts with <paramref name="prefix"/>, after <paramref name="startAfter"/> if given.</summary>
    /// <param name="prefix">What keys start with; empty for all. It need not end at a slash.</param>
    /// <param name="startAfter">Only keys that come after this one, which need not exist itself.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <remarks>Lazily: a page, or a directory, at a time.</remarks>
    IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAfter, CancellationToken cancellation);
}

/// <summary>An object as a listing shows it.</summary>
/// <param name="Key">Its key, relative to the store.</param>
/// <param name="SizeBytes">Its size in bytes.</param>
/// <param name="ETag">Changes when the content does.</param>
public sealed record ObjectEntry(string Key, long SizeBytes, string ETag);

/// <summary>The object asked for does not exist.</summary>
public sealed class ObjectNotFoundException(string key, Exception? cause = null)
    : IOException($"There is no object '{key}'.", cause)
{
    /// <summary>The key asked for.</summary>
    public string Key { get; } = key;
}
