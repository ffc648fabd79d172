using CsCheck;

namespace Analytics.Delta.Tests;

public sealed class When_answers_get_lost
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_transaction_tried_again_is_applied_once()
    {
        var store = new MemoryStore();
        using var table = await Tables.OpenAsync(store);
        store.Fault = _ => Fault.After;
        await Assert.ThrowsAsync<IOException>(() => table.AppendAsync([Tables.File("a")], new AppTransaction("x", 1), None));

        store.Fault = _ => Fault.None;
        var again = await table.AppendAsync([Tables.File("a")], new AppTransaction("x", 1), None);

        Assert.Equal(AppendOutcome.AlreadyApplied, again.Outcome);
        Assert.Equal(["a.parquet"], table.Snapshot.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_table_whose_creation_seemed_to_fail_opens()
    {
        var store = new MemoryStore { Fault = _ => Fault.After };
        await Assert.ThrowsAsync<IOException>(() => Tables.OpenAsync(store));

        using var table = await Tables.OpenAsync(store);

        Assert.Equal(0, table.Snapshot.Version);
    }

    /// <summary>Writers that restart, rivals, errors before and after the effect: each transaction's rows are there once.</summary>
    [Fact]
    public Task Whatever_goes_wrong_each_transaction_is_applied_once() =>
        Gen.Select(Gen.Int[0, 2], Gen.Enum<Fault>(), Gen.Bool).Array[1, 60].SampleAsync(
            async steps =>
            {
                var store = new MemoryStore();
                var next = new long[3];
                var tables = new DeltaTable?[3];
                foreach (var (writer, fault, restart) in steps)
                {
                    store.Fault = _ => Fault.None;
                    var table = restart || tables[writer] is null ? tables[writer] = await Tables.OpenAsync(store) : tables[writer]!;
                    store.Fault = _ => fault;
                    try
                    {
                        await table.AppendAsync([Tables.File($"{writer}-{next[writer]}-{Guid.NewGuid()}")], new AppTransaction($"{writer}", next[writer]), None);
                        next[writer]++;
                    }
                    catch (IOException)
                    {
                        // Not known whether it took effect: the same number is tried again by a later step.
                    }
                }

                store.Fault = _ => Fault.None;
                using var after = await Tables.OpenAsync(store);
                foreach (var (app, last) in after.Snapshot.Transactions)
                {
                    var numbers = after.Snapshot.Files.Select(file => file.Path.Split('-')).Where(parts => parts[0] == app).Select(parts => long.Parse(parts[1]));
                    Assert.Equal(Enumerable.Range(0, (int)last + 1).Select(number => (long)number), numbers.Order());
                    Assert.InRange(last, next[int.Parse(app)] - 1, next[int.Parse(app)]);
                }

                Assert.Equal(after.Snapshot.Transactions.Values.Sum(last => last + 1), after.Snapshot.FileCount);
                Assert.Equal(after.Snapshot.Version, after.Snapshot.FileCount);
            },
            iter: 300, threads: 1);
}
