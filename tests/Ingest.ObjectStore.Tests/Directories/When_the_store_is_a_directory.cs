using Ingest.Testing;

namespace Ingest.ObjectStore.Tests.Directories;

public sealed class When_the_store_is_a_directory : ObjectStoreContract
{
    private readonly TemporaryDirectory _directory = new();

    private string Root => Path.Combine(_directory.Path, "new", "bucket");

    public override ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_object_is_a_plain_file_of_its_key()
    {
        await CreateAsync("topics/t/partition=0/t+0+0000000000.json", "{}\n");

        Assert.Equal("{}\n", await File.ReadAllTextAsync(Path.Combine(Root, "topics/t/partition=0/t+0+0000000000.json"), Cancellation));
    }

    [Fact]
    public async Task What_an_upload_left_behind_is_never_listed_and_removed_after_a_day()
    {
        var uploads = Path.Combine(Root, ObjectKey.Reserved);
        await CreateAsync("k", "x");
        Assert.Empty(Directory.GetFiles(uploads));
        await File.WriteAllTextAsync(Path.Combine(uploads, "fresh"), "cut off", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(uploads, "old"), "cut off", Cancellation);
        File.SetLastWriteTimeUtc(Path.Combine(uploads, "old"), DateTime.UtcNow.AddDays(-2));

        await OpenAsync();

        Assert.Equal("k", Assert.Single(await ListAsync("")).Key);
        Assert.Equal("fresh", Path.GetFileName(Assert.Single(Directory.GetFiles(uploads))));
    }

    [Fact]
    public async Task A_create_that_fails_halfway_leaves_nothing()
    {
        await Assert.ThrowsAsync<FileNotFoundException>(() => Store.TryCreateFromFileAsync("k", Path.Combine(_directory.Path, "missing"), Cancellation));

        Assert.Empty(Directory.GetFiles(Path.Combine(Root, ObjectKey.Reserved)));
        Assert.Empty(await ListAsync(""));
    }

    [Fact]
    public async Task A_key_that_other_keys_have_as_their_directory_is_refused_and_not_taken_for_existing()
    {
        await CreateAsync("a/b", "x");

        var failure = await Assert.ThrowsAsync<IOException>(() => CreateAsync("a", "x"));
        Assert.Contains("is a directory", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => CreateAsync("a/b/c", "x"));
    }

    [Fact]
    public async Task A_changed_file_has_another_tag()
    {
        await CreateAsync("k", "before");
        var before = Assert.Single(await ListAsync("k")).ETag;

        await File.WriteAllTextAsync(Path.Combine(Root, "k"), "AFTER!", Cancellation);

        Assert.NotEqual(before, Assert.Single(await ListAsync("k")).ETag);
    }

    protected override ValueTask<IObjectStore> OpenAsync() =>
        ValueTask.FromResult(ObjectStores.Open(new ObjectStoreOptions { Uri = new Uri(Root + "/") }));
}
