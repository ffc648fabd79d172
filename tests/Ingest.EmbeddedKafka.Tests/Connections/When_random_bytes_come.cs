using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Runtime;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Tests.Connections;

/// <summary>Random bytes and changed requests on many connections, beside a client that must never notice.</summary>
public sealed class When_random_bytes_come
{
    private const int Senders = 4;

    /// <summary>What is changed at random is worth changing: as it stands, it is understood.</summary>
    [Fact]
    public async Task Unchanged_every_request_is_answered()
    {
        await using var broker = await RunningBroker.StartAsync();
        foreach (var request in RequestCorpus.Requests)
        {
            using var wire = broker.Connect();
            await wire.Stream.WriteAsync(request, TestContext.Current.CancellationToken);
            Assert.True((await wire.AnswerAsync()).Remaining > 0);
        }

        Assert.Empty(broker.Log.Lines);
    }

    [Fact]
    public Task The_broker_lives_and_others_are_served() => FuzzAsync(TimeSpan.FromSeconds(5), memory: false);

    /// <summary>Ten minutes, or as many as INGEST_FUZZ_MINUTES says; memory at the end is compared with that in the middle.</summary>
    [Fact]
    [Trait("Long", "kafka-fuzz")]
    public Task The_broker_lives_and_others_are_served_and_memory_does_not_grow() => FuzzAsync(
        TimeSpan.FromMinutes(double.Parse(Environment.GetEnvironmentVariable("INGEST_FUZZ_MINUTES") ?? "10", CultureInfo.InvariantCulture)), memory: true);

    private static async Task FuzzAsync(TimeSpan length, bool memory)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var broker = await RunningBroker.StartAsync(options => options with
        {
            AutoCreateTopics = false, GroupsMax = 50, PartitionsMax = 50, GroupMembersMax = 50, MaintenanceInterval = TimeSpan.FromSeconds(5),
        });
        broker.Log.Kept = line => line.Contains(" failed", StringComparison.Ordinal); // not the reason of every connection that was closed
        using var ended = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var sending = Enumerable.Range(0, Senders).Select(i => Task.Run(() => SendAsync(broker.Address, new Random(seed + i), ended.Token))).ToArray();
        var middle = (Heap: 0L, Resident: 0L);
        using var healthy = broker.Connect();
        long asked = 0;
        while (clock.Elapsed < length)
        {
            Assert.Equal(0, (await healthy.AskAsync(ApiKey.ApiVersions, 0, false, _ => { })).ReadInt16());
            asked++;
            middle = middle.Heap == 0 && clock.Elapsed > length / 2 ? Memory() : middle;
        }

        await ended.CancelAsync();
        var sent = (await Task.WhenAll(sending)).Sum();
        var end = Memory();
        TestContext.Current.TestOutputHelper?.WriteLine($"{sent} sent, {asked} answered to the healthy client; heap {middle.Heap} → {end.Heap}, resident {middle.Resident} → {end.Resident}");
        Assert.True(sent > 100 && asked > 100);
        Assert.Empty(broker.Log.Lines);
        if (memory)
        {
            Assert.InRange(end.Heap, 0, middle.Heap * 1.1);
            Assert.InRange(end.Resident, 0, middle.Resident * 1.1);
        }
    }

    private static async Task<long> SendAsync(string address, Random random, CancellationToken ended)
    {
        long sent = 0;
        var rest = new byte[4096];
        while (!ended.IsCancellationRequested)
        {
            using var wire = new KafkaWire(address);
            try
            {
                for (var i = random.Next(1, 20); i > 0; i--, sent++)
                {
                    await wire.Stream.WriteAsync(RequestCorpus.Mutate(random), ended);
                    while (wire.Stream.DataAvailable)
                    {
                        _ = await wire.Stream.ReadAsync(rest, ended);
                    }
                }
            }
            catch (Exception closed) when (closed is IOException or SocketException or OperationCanceledException)
            {
                // As it should be.
            }
        }

        return sent;
    }

    private static (long Heap, long Resident) Memory()
    {
        GCSettings.LargeObjectHeapCompactionMode = GCLargeObjectHeapCompactionMode.CompactOnce;
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }
}
