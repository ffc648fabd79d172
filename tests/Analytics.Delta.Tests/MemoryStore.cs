using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Ingest.ObjectStore;

namespace Analytics.Delta.Tests;

/// <summary>A bucket in memory, whose answers may get lost: the object is there, the caller gets an error.</summary>
internal sealed class MemoryStore : IObjectStore
{
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    public Uri Uri { get; } = new("memory:///");

    /// <summary>Asked before every create: an error to throw before (nothing happened) or after it (it took effect).</summary>
    public Func<string, Fault> Fault { get; set; } = _ => Tests.Fault.None;

    public int Reads { get; private set; }

    public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var fault = Fault(key);
        if (fault == Tests.Fault.Before)
        {
            throw new IOException($"refused: {key}");
        }

        bool created;
        lock (_objects)
        {
            created = _objects.TryAdd(key, content.ToArray());
        }

        return fault == Tests.Fault.After ? throw new IOException($"answer lost: {key}") : Task.FromResult(created);
    }

    public async Task<bool> TryCreateFromFileAsync(string key, string path, CancellationToken cancellation) =>
        await TryCreateAsync(key, await File.ReadAllBytesAsync(path, cancellation), cancellation);

    public Task<Stream> OpenReadAsync(string key, CancellationToken cancellation)
    {
        lock (_objects)
        {
            Reads++;
            return _objects.TryGetValue(key, out var content)
                ? Task.FromResult<Stream>(new MemoryStream(content, writable: false))
                : throw new ObjectNotFoundException(key);
        }
    }

    public async IAsyncEnumerable<ObjectEntry> ListAsync(
        string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.Yield();
        foreach (var (key, content) in Objects())
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal) && (startAfter is null || string.CompareOrdinal(key, startAfter) > 0))
            {
                yield return new ObjectEntry(key, content.Length, Convert.ToHexString(SHA256.HashData(content)));
            }
        }
    }

    /// <summary>What a reader of the bucket sees, for tests that play another engine.</summary>
    public void Put(string key, string content)
    {
        lock (_objects)
        {
            _objects[key] = System.Text.Encoding.UTF8.GetBytes(content);
        }
    }

    public void Delete(string key)
    {
        lock (_objects)
        {
            _objects.Remove(key);
        }
    }

    public string Text(string key) => System.Text.Encoding.UTF8.GetString(Objects().Single(entry => entry.Key == key).Value);

    /// <summary>Writes every object to a file, for readers that know files only.</summary>
    public void WriteTo(string folder)
    {
        foreach (var (key, content) in Objects())
        {
            var path = Path.Combine(folder, key);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private KeyValuePair<string, byte[]>[] Objects()
    {
        lock (_objects)
        {
            return [.. _objects];
        }
    }
}
