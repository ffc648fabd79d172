using Analytics.Delta.Tests;
using Analytics.Worker.Stream;
using Analytics.Worker.Tests.Tables;
using Ingest.Testing;

namespace Analytics.Worker.Tests.Stream;

/// <summary>A stream is deleted and made again under its name; its shards have the same ids and other records.</summary>
public sealed class When_a_stream_is_made_anew
{
    private const string Stream = "streaming-demo-pin";
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_records_follow_those_of_the_one_before(bool isRunning)
    {
        using var disk = new TemporaryDirectory();
        var store = new MemoryStore();
        var kinesis = new FakeKinesis();
        kinesis.AddShard("s");
        var expected = new List<string>();

        async Task RunAsync(Func<WorkerParts, Task> meanwhile)
        {
            await using var worker = new WorkerParts(store, disk, kinesis, stream: options =>
            {
                options.DiscoveryInterval = TimeSpan.FromMilliseconds(20);
                options.FlushAge = TimeSpan.FromMilliseconds(1);
                options.ReadInterval = TimeSpan.FromMilliseconds(1);
            });
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(None);
            var running = worker.Get<StreamSupervisor>().RunAsync(worker.Pipeline.Source("pin"), stopping.Token);
            await meanwhile(worker);
            await stopping.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            Assert.Equal(expected.Order(StringComparer.Ordinal), await worker.StreamRowsAsync("pin", None));
        }

        Task PutAndWaitAsync(WorkerParts worker)
        {
            var last = "";
            for (var i = 0; i < 3; i++)
            {
                last = kinesis.Put("s", $$"""{"index":{{i}}}""");
                expected.Add($"s:{last}");
            }

            return Eventually.IsTrueAsync(
                () => Task.FromResult(worker.Get<ShardProgress>().Of(Stream).Any(shard => shard.Shard.StreamCreated == kinesis.Created && shard.SequenceNumber == last)),
                "the records are in the table");
        }

        if (isRunning)
        {
            await RunAsync(async worker =>
            {
                await PutAndWaitAsync(worker);
                kinesis.MakeAnew();
                await PutAndWaitAsync(worker);
            });
        }
        else
        {
            await RunAsync(PutAndWaitAsync);
            kinesis.MakeAnew();
            await RunAsync(PutAndWaitAsync);
        }
    }

    [Fact]
    public async Task What_was_read_is_refused_only_when_another_stream_has_the_name()
    {
        var kinesis = new FakeKinesis();
        var shard = new ShardId(Stream, kinesis.Created, "s");

        await StreamIdentity.EnsureAsync(kinesis, shard, None);
        kinesis.Exists = false;
        await StreamIdentity.EnsureAsync(kinesis, shard, None);
        kinesis.Exists = true;
        kinesis.MakeAnew();
        await Assert.ThrowsAsync<StreamMadeAnewException>(() => StreamIdentity.EnsureAsync(kinesis, shard, None));
    }
}
