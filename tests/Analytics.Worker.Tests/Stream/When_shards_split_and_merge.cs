using Analytics.Delta.Tests;
using Analytics.Worker.Stream;
using Analytics.Worker.Tests.Tables;
using Ingest.Testing;
using ShardRecord = Amazon.Kinesis.Model.Shard;

namespace Analytics.Worker.Tests.Stream;

public sealed class When_shards_split_and_merge
{
    private const string Stream = "streaming-demo-pin";
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Children_are_read_after_their_parents_are_drained()
    {
        using var disk = new TemporaryDirectory();
        var kinesis = new FakeKinesis { Exists = false, RecordsPerRead = () => 2 };
        kinesis.AddShard("a");
        kinesis.AddShard("b");
        kinesis.AddShard("c", parent: "a", adjacent: "b");
        kinesis.AddShard("d", parent: "expired");
        var last = new Dictionary<string, string>();
        foreach (var shard in new[] { "a", "b", "c", "d" })
        {
            for (var i = 0; i < 5; i++)
            {
                last[shard] = kinesis.Put(shard, $$"""{"index":{{i}}}""");
            }
        }

        kinesis.Close("a");
        await using var worker = new WorkerParts(new MemoryStore(), disk, kinesis, stream: options =>
        {
            options.DiscoveryInterval = TimeSpan.FromMilliseconds(20);
            options.FlushAge = TimeSpan.FromMilliseconds(1);
            options.ReadInterval = TimeSpan.FromMilliseconds(1);
        });
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(None);
        var running = worker.Get<StreamSupervisor>().RunAsync(worker.Pipeline.Source("pin"), stopping.Token);

        kinesis.Exists = true;
        await CommittedAsync(worker, shards => shards["a"].IsDrained && shards["b"].SequenceNumber == last["b"] && shards["d"].SequenceNumber == last["d"]);
        Assert.DoesNotContain("c", kinesis.ReadShards());
        kinesis.Close("b");
        await CommittedAsync(worker, shards => shards.TryGetValue("c", out var child) && child.SequenceNumber == last["c"]);

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        var reads = kinesis.ReadShards();
        Assert.True(reads.LastIndexOf("b") < reads.IndexOf("c"));
        Assert.Equal(20, (await worker.StreamRowsAsync("pin", None)).Distinct().Count());
    }

    [Fact]
    public void A_shard_waits_for_its_listed_parents_only()
    {
        ShardRecord[] shards = [new() { ShardId = "p" }, new() { ShardId = "c", ParentShardId = "p" }, new() { ShardId = "e", ParentShardId = "gone" }];

        Assert.Equal(["p", "e"], ShardOrder.Startable(shards, new HashSet<string>(), new HashSet<string>()));
        Assert.Equal(["c"], ShardOrder.Startable(shards, new HashSet<string> { "p", "e" }, new HashSet<string> { "p" }));
    }

    [Theory]
    [InlineData("9", "10", -1)]
    [InlineData("49590338271490256608559692538361571095921575989136588898", "49590338271490256608559692538361571095921575989136588899", -1)]
    [InlineData("007", "7", 0)]
    [InlineData("100", "99", 1)]
    public void Sequence_numbers_compare_as_numbers(string a, string b, int order) =>
        Assert.Equal(order, Math.Sign(SequenceNumber.Compare(a, b)));

    private static Task CommittedAsync(WorkerParts worker, Func<Dictionary<string, ShardState>, bool> accept) => Eventually.IsTrueAsync(
        () =>
        {
            var shards = worker.Get<ShardProgress>().Of(Stream).ToDictionary(shard => shard.Shard.Shard);
            return Task.FromResult(shards.Count >= 3 && accept(shards));
        },
        "the shards are committed");
}
