using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Delta.Tests;
using Analytics.Worker.Stream;
using Analytics.Worker.Tests.Tables;
using CsCheck;
using Ingest.Testing;

namespace Analytics.Worker.Tests.Stream;

public sealed class When_a_shard_is_taken_in
{
    private static readonly ShardId Shard = new("streaming-demo-pin", 1_000, "shardId-000000000000");
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    /// <summary>Every create may fail, with or without effect, and every read too; the process ends with it and another begins.</summary>
    [Fact]
    public Task Every_record_is_in_its_table_once_wherever_the_worker_crashes() =>
        Gen.Select(Gen.UInt, Gen.Int[1, 6]).SampleAsync((seed, flush) => CrashAsync(new Random((int)seed), flush), iter: 3, threads: 1);

    [Fact]
    public async Task Two_workers_on_one_shard_take_each_record_once()
    {
        using var disk = new TemporaryDirectory();
        using var otherDisk = new TemporaryDirectory();
        var store = new MemoryStore();
        var kinesis = new FakeKinesis { RecordsPerRead = () => 3 };
        kinesis.AddShard(Shard.Shard);
        var expected = Enumerable.Range(0, 12).Select(i => $"{Shard.Shard}:{kinesis.Put(Shard.Shard, Pin(i))}").Order(StringComparer.Ordinal).ToList();
        kinesis.Close(Shard.Shard);
        await using var one = new WorkerParts(store, disk, kinesis, stream: Quick(flush: 3));
        await using var two = new WorkerParts(store, otherDisk, kinesis, stream: Quick(flush: 4));

        await Task.WhenAll(one.TakeShardAsync(Shard, None), two.TakeShardAsync(Shard, None));

        Assert.Equal(expected, await one.StreamRowsAsync("pin", None));
    }

    [Fact]
    public async Task A_planned_batch_is_taken_in_exactly_as_planned()
    {
        using var disk = new TemporaryDirectory();
        var store = new MemoryStore();
        var kinesis = new FakeKinesis();
        kinesis.AddShard(Shard.Shard);
        var sequences = Enumerable.Range(0, 5).Select(i => kinesis.Put(Shard.Shard, Pin(i))).ToList();
        kinesis.Close(Shard.Shard);
        await using var worker = new WorkerParts(store, disk, kinesis, stream: Quick(flush: 100));
        await new ShardPlans(store, Shard).CreateOrReadAsync(1, new ShardPlan(null, sequences[1], 2), None);

        await worker.TakeShardAsync(Shard, None);

        var second = await new ShardPlans(store, Shard).ReadAsync(2, None);
        Assert.Equal(new ShardPlan(sequences[1], sequences[4], 3), second);
        Assert.Equal(5, (await worker.StreamRowsAsync("pin", None)).Distinct().Count());
        Assert.Equal([new ShardState(Shard, 2, sequences[4], IsDrained: true)], worker.Get<ShardProgress>().Of(Shard.Stream));
    }

    [Theory]
    [InlineData(2, "2 of them are no longer|1 are left")]
    [InlineData(4, "none is left")]
    public async Task Planned_records_that_were_trimmed_stop_the_shard_with_the_exact_gap(int trimmed, string reason)
    {
        using var disk = new TemporaryDirectory();
        var store = new MemoryStore();
        var kinesis = new FakeKinesis();
        kinesis.AddShard(Shard.Shard);
        var sequences = Enumerable.Range(0, 4).Select(i => kinesis.Put(Shard.Shard, Pin(i))).ToList();
        await using var worker = new WorkerParts(store, disk, kinesis, stream: Quick(flush: 100));
        await new ShardPlans(store, Shard).CreateOrReadAsync(1, new ShardPlan(null, sequences[2], 3), None);
        kinesis.Trim(Shard.Shard, trimmed);

        var gap = await Assert.ThrowsAsync<ShardGapException>(() => worker.TakeShardAsync(Shard, None));

        Assert.All(reason.Split('|'), part => Assert.Contains(part, gap.Message, StringComparison.Ordinal));
        Assert.Contains(sequences[2], gap.Message, StringComparison.Ordinal);
        Assert.Empty(await worker.StreamRowsAsync("pin", None));
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 1)]
    public async Task A_pause_longer_than_records_are_kept_is_told(int trimmed, int warnings)
    {
        using var disk = new TemporaryDirectory();
        using var trims = new CounterReadings("analytics.stream.trimmed", "shard");
        var store = new MemoryStore();
        var kinesis = new FakeKinesis();
        kinesis.AddShard(Shard.Shard);
        var sequences = Enumerable.Range(0, 5).Select(i => kinesis.Put(Shard.Shard, Pin(i))).ToList();
        kinesis.Close(Shard.Shard);
        await using var worker = new WorkerParts(store, disk, kinesis, stream: Quick(flush: 3));
        kinesis.RecordsPerRead = () => 3;
        await worker.TakeShardAsync(Shard, None);
        var later = kinesis.Put(Shard.Shard, Pin(6));

        kinesis.Trim(Shard.Shard, trimmed);
        await worker.TakeShardAsync(Shard, None);

        Assert.Equal(warnings, trims[Shard.Shard]);
        Assert.Contains($"{Shard.Shard}:{later}", await worker.StreamRowsAsync("pin", None));
    }

    private static async Task CrashAsync(Random random, int flush)
    {
        using var disk = new TemporaryDirectory();
        var store = new MemoryStore();
        var kinesis = new FakeKinesis { RecordsPerRead = () => random.Next(0, 4) };
        kinesis.AddShard(Shard.Shard);
        var rows = new List<string>();
        var rejected = new List<string>();
        for (var i = 0; i < 25; i++)
        {
            var isReadable = random.Next(6) > 0;
            (isReadable ? rows : rejected).Add($"{Shard.Shard}:{kinesis.Put(Shard.Shard, isReadable ? Pin(i) : "{broken")}");
        }

        kinesis.Close(Shard.Shard);
        store.Fault = _ => random.Next(12) switch { 0 => Fault.Before, 1 => Fault.After, _ => Fault.None };
        kinesis.Fault = () => random.Next(15) switch
        {
            0 => new ExpiredIteratorException("expired"),
            1 => new ProvisionedThroughputExceededException("slow down"),
            2 => new IOException("connection lost"),
            _ => null,
        };
        while (!await RunAsync(store, disk, kinesis, flush))
        {
            // the next process
        }

        (store.Fault, kinesis.Fault) = (_ => Fault.None, () => null);
        Assert.True(await RunAsync(store, disk, kinesis, flush));
        await using var after = new WorkerParts(store, disk, kinesis);
        Assert.Equal(rows.Order(StringComparer.Ordinal), await after.StreamRowsAsync("pin", None));
        Assert.Equal(rejected.Order(StringComparer.Ordinal), await after.RejectedAsync(None));
        await AssertPlansFollowEachOtherAsync(store);
    }

    private static async Task<bool> RunAsync(MemoryStore store, TemporaryDirectory disk, FakeKinesis kinesis, int flush)
    {
        await using var process = new WorkerParts(store, disk, kinesis, stream: Quick(flush));
        try
        {
            await process.TakeShardAsync(Shard, None);
            return true;
        }
        catch (Exception crash) when (crash is IOException or AmazonKinesisException)
        {
            // The fault that the test planted; the caller starts another process over what is left.
            return false;
        }
    }

    private static async Task AssertPlansFollowEachOtherAsync(MemoryStore store)
    {
        var plans = new ShardPlans(store, Shard);
        string? position = null;
        for (var batch = 1L; await plans.ReadAsync(batch, None) is { } plan; batch++)
        {
            Assert.Equal(position, plan.From);
            position = plan.To;
        }

        Assert.NotNull(position);
    }

    private static Action<StreamOptions> Quick(int flush) => options =>
    {
        options.FlushRecords = flush;
        options.FlushAge = TimeSpan.FromMilliseconds(20);
        options.ReadInterval = TimeSpan.Zero;
        options.ThrottledDelay = TimeSpan.FromMilliseconds(1);
    };

    private static string Pin(int index) => $$"""{"index":{{index}},"category":"art"}""";
}
