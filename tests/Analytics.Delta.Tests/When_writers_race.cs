namespace Analytics.Delta.Tests;

public sealed class When_writers_race
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_append_gets_a_version_of_its_own_and_none_is_lost()
    {
        const int Writers = 8;
        const int Appends = 25;
        var store = new MemoryStore();

        var results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(store, writer, Appends), None)));

        using var table = await Tables.OpenAsync(store);
        Assert.Equal(Enumerable.Range(1, Writers * Appends).Select(version => (long)version), results.SelectMany(own => own).Order());
        Assert.Equal(Writers * Appends, table.Snapshot.FileCount);
        Assert.Equal(Writers * Appends, table.Snapshot.Records);
        Assert.All(Enumerable.Range(0, Writers), writer => Assert.Equal(Appends - 1, table.Snapshot.Transactions[$"writer-{writer}"]));
    }

    [Fact]
    public async Task One_instance_may_be_used_by_many_tasks()
    {
        var store = new MemoryStore();
        using var table = await Tables.OpenAsync(store);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(() => table.AppendAsync([Tables.File($"{i}")], null, None), None)));

        Assert.Equal(100, table.Snapshot.Version);
        Assert.Equal(100, table.Snapshot.FileCount);
    }

    [Fact]
    public async Task Rivals_with_the_same_transaction_apply_it_once()
    {
        var store = new MemoryStore();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(rival => Task.Run(
            async () =>
            {
                using var table = await Tables.OpenAsync(store);
                return (await table.AppendAsync([Tables.File($"{rival}")], new AppTransaction("shard", 1), None)).Outcome;
            },
            None)));

        using var after = await Tables.OpenAsync(store);
        Assert.Single(outcomes, AppendOutcome.Committed);
        Assert.Equal(1, after.Snapshot.FileCount);
    }

    [Fact]
    public async Task An_append_that_loses_every_version_gives_up_and_says_so()
    {
        var store = new MemoryStore();
        using var table = await Tables.OpenAsync(store, options: new DeltaTableOptions { CommitAttemptsMax = 3 });
        var taken = 1;
        store.Fault = _ =>
        {
            // A rival takes each version just before ours.
            store.Put($"tables/t/_delta_log/{taken++:D20}.json", "{\"commitInfo\":{}}\n");
            return Fault.None;
        };

        var conflict = await Assert.ThrowsAsync<CommitConflictException>(() => table.AppendAsync([Tables.File("a")], null, None));

        Assert.Contains("3 versions", conflict.Message, StringComparison.Ordinal);
        Assert.Equal(0, table.Snapshot.FileCount);
    }

    private static async Task<List<long>> WriteAsync(MemoryStore store, int writer, int appends)
    {
        using var table = await Tables.OpenAsync(store, options: new DeltaTableOptions { CommitAttemptsMax = 1000 });
        var versions = new List<long>();
        for (var i = 0; i < appends; i++)
        {
            var result = await table.AppendAsync([Tables.File($"{writer}-{i}")], new AppTransaction($"writer-{writer}", i), None);
            Assert.Equal(AppendOutcome.Committed, result.Outcome);
            versions.Add(result.Version);
            await Task.Yield();
        }

        return versions;
    }
}
