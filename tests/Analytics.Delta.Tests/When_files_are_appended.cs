using System.Text.Json;

namespace Analytics.Delta.Tests;

public sealed class When_files_are_appended
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_holds_a_version_per_append_with_an_action_a_line()
    {
        var store = new MemoryStore();
        using var table = await Tables.OpenAsync(store);

        var result = await table.AppendAsync([Tables.File("part one", 7)], new AppTransaction("batch", 3), None);

        Assert.Equal(new AppendResult(AppendOutcome.Committed, 1), result);
        Assert.Equal(["commitInfo", "protocol", "metaData"], Names(store, 0));
        Assert.Equal(["commitInfo", "txn", "add"], Names(store, 1));
        var add = Lines(store, 1)[2].GetProperty("add");
        Assert.Equal("part%20one.parquet", add.GetProperty("path").GetString());
        Assert.Equal("{}", add.GetProperty("partitionValues").GetRawText());
        Assert.Equal("""{"numRecords":7}""", add.GetProperty("stats").GetString());
        Assert.True(add.GetProperty("dataChange").GetBoolean());
        Assert.Equal(Tables.Now.ToUnixTimeMilliseconds(), add.GetProperty("modificationTime").GetInt64());
        Assert.Equal("""{"appId":"batch","version":3,"lastUpdated":1795515630000}""", Lines(store, 1)[1].GetProperty("txn").GetRawText());
    }

    [Fact]
    public async Task A_reader_that_opens_the_table_sees_files_rows_and_transactions()
    {
        var store = new MemoryStore();
        using var writer = await Tables.OpenAsync(store);
        await writer.AppendAsync([Tables.File("a", 2), Tables.File("b", 3)], new AppTransaction("x", 1), None);
        await writer.AppendAsync([], new AppTransaction("y", 9), None);

        using var reader = await Tables.OpenAsync(store);

        Assert.Equal(2, reader.Snapshot.Version);
        Assert.Equal(["a.parquet", "b.parquet"], reader.Snapshot.Files.Select(file => file.Path).Order());
        Assert.Equal(5, reader.Snapshot.Records);
        Assert.Equal(writer.Snapshot.Records, reader.Snapshot.Records);
        Assert.Equal([new("x", 1), new("y", 9)], reader.Snapshot.Transactions.OrderBy(app => app.Key));
    }

    [Fact]
    public async Task A_refresh_reads_the_new_versions_only()
    {
        var store = new MemoryStore();
        using var reader = await Tables.OpenAsync(store);
        using var writer = await Tables.OpenAsync(store);
        for (var i = 0; i < 10; i++)
        {
            await writer.AppendAsync([Tables.File($"{i}")], null, None);
        }

        await reader.RefreshAsync(None);
        var before = store.Reads;
        await writer.AppendAsync([Tables.File("last")], null, None);
        var snapshot = await reader.RefreshAsync(None);

        Assert.Equal(11, snapshot.FileCount);
        Assert.Equal(2, store.Reads - before); // the new one, and that there is none after it
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task A_transaction_that_is_in_the_table_is_not_applied_again(long version)
    {
        var store = new MemoryStore();
        using var first = await Tables.OpenAsync(store);
        using var second = await Tables.OpenAsync(store);
        await first.AppendAsync([Tables.File("a")], new AppTransaction("x", 5), None);

        var again = await second.AppendAsync([Tables.File("b")], new AppTransaction("x", version), None);

        Assert.Equal(new AppendResult(AppendOutcome.AlreadyApplied, 1), again);
        Assert.Equal(1, second.Snapshot.FileCount);
    }

    [Fact]
    public async Task Nothing_to_append_is_an_error()
    {
        using var table = await Tables.OpenAsync(new MemoryStore());

        await Assert.ThrowsAsync<ArgumentException>(() => table.AppendAsync([], null, None));
    }

    [Fact]
    public async Task An_uploaded_file_is_of_the_table_only_once_it_is_appended()
    {
        using var directory = new Ingest.Testing.TemporaryDirectory();
        var local = Path.Combine(directory.Path, "rows");
        await File.WriteAllTextAsync(local, "PAR1", None);
        var store = new MemoryStore();
        using var table = await Tables.OpenAsync(store);

        var file = await table.AddFileAsync(local, null, None);

        Assert.Matches("^part-[0-9a-f-]{36}[.]parquet$", file.Path);
        Assert.Equal("PAR1", store.Text(table.KeyOf(file)));
        Assert.Equal(0, (await table.RefreshAsync(None)).FileCount);
        await table.AppendAsync([file], null, None);
        Assert.Equal([file with { SizeBytes = 4 }], table.Snapshot.Files);
    }

    private static IEnumerable<string> Names(MemoryStore store, int version) =>
        Lines(store, version).Select(line => line.EnumerateObject().Single().Name);

    private static JsonElement[] Lines(MemoryStore store, int version) =>
        [.. store.Text($"tables/t/_delta_log/{version:D20}.json").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
}
