namespace Analytics.Delta.Tests;

public sealed class When_a_table_is_not_ours
{
    private const string Log = "tables/t/_delta_log/";
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_schema_is_refused_with_both_named()
    {
        var store = new MemoryStore();
        (await Tables.OpenAsync(store)).Dispose();

        var refused = await Assert.ThrowsAsync<SchemaMismatchException>(
            () => Tables.OpenAsync(store, new DeltaSchema([new DeltaColumn("m", DeltaType.Double)])));

        Assert.Contains("\"m\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"text\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_schema_in_another_spelling_is_taken()
    {
        var store = new MemoryStore();
        (await Tables.OpenAsync(store)).Dispose();
        var first = store.Text($"{Log}{0:D20}.json");
        store.Put($"{Log}{0:D20}.json", first.Replace("\\u0022nullable\\u0022:true,\\u0022metadata\\u0022:{}", " \\\"metadata\\\": {}, \\\"nullable\\\" : true", StringComparison.Ordinal));
        Assert.NotEqual(first, store.Text($"{Log}{0:D20}.json"));

        using var table = await Tables.OpenAsync(store);

        Assert.Equal(0, table.Snapshot.Version);
    }

    [Theory]
    [InlineData("_last_checkpoint", "{}", "checkpoint")]
    [InlineData("00000000000000000010.checkpoint.parquet", "PAR1", "checkpoint")]
    [InlineData("00000000000000000002.json", "{}", "version 1 is missing")]
    [InlineData("00000000000000000001.json", """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["deletionVectors"],"writerFeatures":[]}}""", "reader version 3")]
    [InlineData("00000000000000000001.json", """{"protocol":{"minReaderVersion":1,"minWriterVersion":4}}""", "writer version 4")]
    [InlineData("00000000000000000001.json", """{"add":{"path":"s3://other/x.parquet","partitionValues":{},"size":1,"modificationTime":1,"dataChange":true}}""", "outside")]
    [InlineData("00000000000000000001.json", "not json", "cannot be read")]
    public async Task What_we_do_not_know_is_refused_with_the_reason(string name, string content, string reason)
    {
        var store = new MemoryStore();
        (await Tables.OpenAsync(store)).Dispose();
        store.Put(Log + name, content);

        var refused = await Assert.ThrowsAsync<UnsupportedTableException>(() => Tables.OpenAsync(store));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_whose_beginning_was_cleaned_up_is_refused()
    {
        var store = new MemoryStore();
        using var table = await Tables.OpenAsync(store);
        await table.AppendAsync([Tables.File("a")], null, None);
        store.Delete($"{Log}{0:D20}.json");

        var refused = await Assert.ThrowsAsync<UnsupportedTableException>(() => Tables.OpenAsync(store));

        Assert.Contains("version 0 is missing", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removed_files_of_another_engine_are_gone()
    {
        var store = new MemoryStore();
        using var table = await Tables.OpenAsync(store);
        await table.AppendAsync([Tables.File("a b", 4), Tables.File("c", 5)], null, None);
        store.Put($"{Log}{2:D20}.json", """{"remove":{"path":"a%20b.parquet","dataChange":true,"deletionTimestamp":1}}""");

        var snapshot = await table.RefreshAsync(None);

        Assert.Equal(["c.parquet"], snapshot.Files.Select(file => file.Path));
        Assert.Equal(5, snapshot.Records);
    }

    [Fact]
    public void Column_names_that_differ_in_case_only_are_refused() =>
        Assert.Throws<ArgumentException>(() => new DeltaSchema([new DeltaColumn("a", DeltaType.Long), new DeltaColumn("A", DeltaType.Long)]));
}
