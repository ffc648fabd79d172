using System.Text;
using Ingest.Testing;

namespace Ingest.ObjectStore.Tests;

/// <summary>What every store does. Each class below it runs the suite over its own kind of store.</summary>
public abstract class ObjectStoreContract : IAsyncLifetime
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IObjectStore Store { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task An_object_is_read_back_as_it_was_created()
    {
        Assert.True(await Store.TryCreateAsync("a/b c/ü+1.json", "hello"u8.ToArray(), Cancellation));

        Assert.Equal("hello", await ReadAsync("a/b c/ü+1.json"));
    }

    [Fact]
    public async Task The_first_create_stays()
    {
        Assert.True(await CreateAsync("k", "first"));
        Assert.False(await CreateAsync("k", "second"));
        Assert.False(await CreateAsync("k", "first"));

        Assert.Equal("first", await ReadAsync("k"));
    }

    [Fact]
    public async Task Of_many_creates_at_once_one_succeeds_and_its_content_stays()
    {
        var created = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => CreateAsync("a/b/k", $"content {i}")));

        var winner = Assert.Single(Enumerable.Range(0, 16), i => created[i]);
        Assert.Equal($"content {winner}", await ReadAsync("a/b/k"));
    }

    [Fact]
    public async Task An_object_is_created_from_a_file_which_is_left_in_place()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "source");
        var content = new string('x', 300_000);
        await File.WriteAllTextAsync(path, content, Cancellation);

        Assert.True(await Store.TryCreateFromFileAsync("big", path, Cancellation));
        Assert.False(await Store.TryCreateFromFileAsync("big", path, Cancellation));

        await File.WriteAllTextAsync(path, "changed afterwards", Cancellation);
        Assert.Equal(content, await ReadAsync("big"));
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        Assert.True(await Store.TryCreateAsync("empty", ReadOnlyMemory<byte>.Empty, Cancellation));

        Assert.False(await CreateAsync("empty", "x"));
        Assert.Equal(0, Assert.Single(await ListAsync("")).SizeBytes);
    }

    [Fact]
    public async Task An_object_that_does_not_exist_is_not_found()
    {
        await CreateAsync("a/b", "x");

        var missing = await Assert.ThrowsAsync<ObjectNotFoundException>(() => Store.OpenReadAsync("a/c", Cancellation));
        Assert.Equal("a/c", missing.Key);
        await Assert.ThrowsAsync<ObjectNotFoundException>(() => Store.OpenReadAsync("a", Cancellation));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("../a")]
    [InlineData("a/../../b")]
    [InlineData("a/./b")]
    [InlineData("a\nb")]
    [InlineData(".ingest-uploads/x")]
    public async Task A_key_that_no_store_can_hold_is_refused(string key)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => CreateAsync(key, "x"));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenReadAsync(key, Cancellation));
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task A_listing_shows_size_and_a_tag_of_each_object()
    {
        await CreateAsync("a/1", "one");
        await CreateAsync("a/2", "three");

        var entries = await ListAsync("a/");

        Assert.Equal([("a/1", 3L), ("a/2", 5L)], entries.Select(entry => (entry.Key, entry.SizeBytes)));
        Assert.Equal(2, entries.Select(entry => entry.ETag).Where(tag => tag.Length > 0).Distinct().Count());
        Assert.Equal(entries, await ListAsync("a/"));
    }

    [Fact]
    public async Task Keys_are_listed_by_their_bytes_across_directories()
    {
        string[] keys = ["a-b", "a/b", "a/b.c", "a0", "ab", "b/c/d", "é", "ﬃ/x", "😀"];
        foreach (var key in keys.Reverse())
        {
            await CreateAsync(key, "x");
        }

        Assert.Equal(keys, (await ListAsync("")).Select(entry => entry.Key));
    }

    [Fact]
    public async Task Any_prefix_and_any_start_give_what_follows_in_order()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var keys = Enumerable.Range(0, 12).Select(_ => RandomKey(random)).ToHashSet();
        var probes = Enumerable.Range(0, 40).Select(_ => RandomKey(random));
        foreach (var key in keys)
        {
            Assert.True(await CreateAsync(key, key));
        }

        foreach (var probe in probes.Append("").Concat(keys))
        {
            var prefix = probe[..(probe.Length / 2)];
            var expected = keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && ObjectKey.Order(key, probe) > 0)
                .Order(Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))));
            var listed = (await ListAsync(prefix, probe)).Select(entry => entry.Key);
            Assert.True(expected.SequenceEqual(listed), $"seed {seed}, prefix '{prefix}', after '{probe}': {string.Join(' ', listed)}");
        }
    }

    [Fact]
    public async Task A_prefix_without_objects_lists_nothing() => Assert.Empty(await ListAsync("nothing/here"));

    [Fact]
    public async Task It_is_proved_that_the_store_refuses_a_second_create()
    {
        await Store.ProveCreateOnlyAsync(Cancellation);
        await Store.ProveCreateOnlyAsync(Cancellation);

        Assert.Equal(ObjectStores.ProofKey, Assert.Single(await ListAsync("")).Key);
    }

    /// <summary>Directories end with <c>=d</c>, so that none has the name of an object.</summary>
    private static string RandomKey(Random random)
    {
        string[] segments = ["a", "a-b", "ab", "a+1", "b", "0"];
        var folders = random.GetItems(segments, random.Next(3)).Select(segment => segment + "=d/");
        return string.Concat(folders) + random.GetItems(segments, 1)[0];
    }

    protected abstract ValueTask<IObjectStore> OpenAsync();

    protected Task<bool> CreateAsync(string key, string content) =>
        Store.TryCreateAsync(key, Encoding.UTF8.GetBytes(content), Cancellation);

    protected async Task<string> ReadAsync(string key)
    {
        using var reader = new StreamReader(await Store.OpenReadAsync(key, Cancellation));
        return await reader.ReadToEndAsync(Cancellation);
    }

    protected async Task<List<ObjectEntry>> ListAsync(string prefix, string? startAfter = null) =>
        await Store.ListAsync(prefix, startAfter, Cancellation).ToListAsync(Cancellation);
}
