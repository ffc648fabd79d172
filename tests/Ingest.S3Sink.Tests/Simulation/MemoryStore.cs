using System.Runtime.CompilerServices;
using System.Text;
using Ingest.ObjectStore;

namespace Ingest.S3Sink.Tests.Simulation;

/// <summary>An object store in memory.</summary>
internal sealed class MemoryStore : IObjectStore
{
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    public Uri Uri { get; } = new("s3://memory/");

    public int Lists { get; private set; }

    /// <summary>The lines of the objects below a prefix, in the order of their keys.</summary>
    public List<(string Key, string[] Lines)> Read(string prefix)
    {
        lock (_objects)
        {
            return [.. _objects.Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal))
                .Select(entry => (entry.Key, Encoding.UTF8.GetString(entry.Value).Split('\n')[..^1]))];
        }
    }

    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        lock (_objects)
        {
            return Task.FromResult(_objects.TryAdd(ObjectKey.Check(key), content.ToArray()));
        }
    }

    public async Task<bool> TryCreateFromFileAsync(string key, string path, CancellationToken cancellation) =>
        await TryCreateAsync(key, await File.ReadAllBytesAsync(path, cancellation), cancellation);

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellation)
    {
        lock (_objects)
        {
            return _objects.TryGetValue(key, out var content)
                ? Task.FromResult<Stream>(new MemoryStream(content))
                : throw new ObjectNotFoundException(key);
        }
    }

    public async IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Lists++;
        ObjectEntry[] entries;
        lock (_objects)
        {
            entries = [.. _objects
                .Where(entry => entry.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(entry.Key, startAfter) > 0)
                .Select(entry => new ObjectEntry(entry.Key, entry.Value.Length, ""))];
        }

        foreach (var entry in entries)
        {
            yield return entry;
        }

        await Task.CompletedTask;
    }
}
