using System.Text;
using Analytics.Delta.Tests;
using Analytics.Worker.Batch;
using Analytics.Worker.Tests.Tables;
using CsCheck;
using Ingest.ObjectStore;
using Ingest.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Analytics.Worker.Tests.Batch;

public sealed class When_objects_are_found
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_partition_is_taken_in_the_order_of_its_offsets_after_the_last_taken()
    {
        using var disk = new TemporaryDirectory();
        var store = new MemoryStore();
        foreach (var (partition, offset) in new (int, long)[] { (0, 0), (0, 5), (10, 7), (2, 9_999_999_999), (2, 10_000_000_000) })
        {
            store.Put(Key(partition, offset), "{}\n");
        }

        store.Put("topics/demo.pin/partition=0/notes.json", "{}");
        store.Put("topics/demo.pin/partition=0/demo.pin+0+0000000009.json.gz", "{}");
        store.Put("topics/demo.pin.other/partition=0/demo.pin.other+0+0000000000.json", "{}");
        await using var worker = new WorkerParts(store, disk);
        var listing = worker.Get<TopicListing>();
        var source = worker.Pipeline.Source("pin");

        var all = await listing.FindNewAsync(source, new Dictionary<int, PartitionPosition>(), 100, None);
        Assert.Equal([Key(0, 0), Key(0, 5), Key(10, 7), Key(2, 9_999_999_999), Key(2, 10_000_000_000)], all.SelectMany(partition => partition).Select(item => item.Key));

        var positions = new[] { Position(0, 0), Position(2, 9_999_999_999) }.ToDictionary(position => position.Partition);
        var rest = await listing.FindNewAsync(source, positions, 100, None);
        Assert.Equal([Key(0, 5), Key(10, 7), Key(2, 10_000_000_000)], rest.SelectMany(partition => partition).Select(item => item.Key));

        var one = await listing.FindNewAsync(source, new Dictionary<int, PartitionPosition>(), 1, None);
        Assert.Equal([Key(0, 0), Key(10, 7), Key(2, 9_999_999_999)], one.SelectMany(partition => partition).Select(item => item.Key));
    }

    [Fact]
    public async Task An_object_that_a_listing_passed_by_before_it_was_created_is_not_skipped()
    {
        using var disk = new TemporaryDirectory();
        var store = new MemoryStore();
        store.Put(Key(0, 3), """{"index":1}""");
        store.Put(Key(0, 0), """{"index":1}""");
        await using var worker = new WorkerParts(store, disk);
        var listing = ActivatorUtilities.CreateInstance<TopicListing>(worker.Services, new PassedByStore(store, Key(0, 0), listings: 2));

        var found = await listing.FindNewAsync(worker.Pipeline.Source("pin"), new Dictionary<int, PartitionPosition>(), 100, None);

        Assert.Equal([Key(0, 0), Key(0, 3)], found.Single().Select(item => item.Key));
    }

    [Fact]
    public async Task A_change_of_a_taken_object_and_a_gap_are_told_and_nothing_is_taken_again()
    {
        using var disk = new TemporaryDirectory();
        using var alarms = new CounterReadings("analytics.batch.alarms", "kind");
        var store = new MemoryStore();
        store.Put(Key(0, 0), """{"index":1}""" + "\n");
        await using var worker = new WorkerParts(store, disk);
        await worker.TakeBatchAsync(None);

        store.Put(Key(0, 0), """{"index":2}""" + "\n" + """{"index":3}""");
        store.Put(Key(0, 8), """{"index":4}""" + "\n");
        await worker.TakeBatchAsync(None);

        Assert.Equal([Key(0, 0) + ":1", Key(0, 8) + ":1"], await worker.BatchRowsAsync("pin", None));
        Assert.Equal(1, alarms["changed"]);
        Assert.Equal(1, alarms["gap"]);
    }

    [Fact]
    public async Task A_manifest_whose_number_is_in_the_tables_changes_nothing()
    {
        using var disk = new TemporaryDirectory();
        var store = new MemoryStore();
        var world = new ArrivingObjects(store, new Random(1));
        world.Add("pin", 0, 5);
        world.Add("user", 1, 3);
        for (var i = 0; i < 2; i++)
        {
            await using var worker = new WorkerParts(store, disk);
            using var tables = await worker.Get<BatchTables>().OpenAsync(None);
            var ingest = await worker.OpenIngestAsync(tables, None);

            Assert.Equal(i == 0, await ingest.TakeNextAsync(None));
            Assert.Equal(1, ingest.Number);
            Assert.Equal([("pin", 5L), ("user", 3L)], ingest.Positions.Select(position => (position.Source, position.NextOffset)).Order());
            Assert.Equal(world.Rows("pin"), await worker.BatchRowsAsync("pin", None));
        }
    }

    [Fact]
    public Task Lines_are_what_a_plain_split_gives_however_the_stream_is_cut() =>
        Gen.Select(Gen.Char["ab\r\n"].Array[0, 40].Select(chars => new string(chars)), Gen.Int[1, 5], Gen.Int[1, 6]).SampleAsync(async (text, chunk, max) =>
        {
            var expected = text.Split('\n').Select((line, i) => (Number: i + 1L, Text: line.EndsWith('\r') ? line[..^1] : line)).Where(line => line.Text.Length > 0);

            var lines = new List<ObjectLine>();
            await foreach (var line in LineReader.ReadAsync(new ChunkedStream(Encoding.UTF8.GetBytes(text), chunk), max, None))
            {
                lines.Add(line);
            }

            Assert.Equal(
                expected.Select(line => (line.Number, line.Text[..Math.Min(max, line.Text.Length)], line.Text.Length > max)),
                lines.Select(line => (line.Number, Encoding.UTF8.GetString(line.Bytes), line.IsCut)));
        });

    [Fact]
    public void A_plan_keeps_to_its_limits_and_each_partition_s_order() =>
        Gen.Select(Gen.Int[1, 20].Array[0, 8].Array[1, 4], Gen.Int[1, 10], Gen.Int[1, 60]).Sample((sizes, objectsMax, bytesMax) =>
        {
            var partitions = sizes.Select((own, partition) =>
                new Queue<ManifestObject>(own.Select((size, i) => new ManifestObject("pin", partition, i, $"{partition}/{i}", "", size)))).ToList();
            var there = partitions.Sum(partition => partition.Count);

            var chosen = BatchPlanner.Choose(partitions, objectsMax, bytesMax);

            Assert.True(chosen.Count > 0 || there == 0);
            Assert.True(chosen.Count <= objectsMax);
            Assert.True(chosen.Count == 1 || chosen.Sum(item => item.SizeBytes) <= bytesMax);
            Assert.All(chosen.GroupBy(item => item.Partition), own => Assert.Equal(Enumerable.Range(0, own.Count()).Select(i => (long)i), own.Select(item => item.FirstOffset)));
        });

    private static string Key(int partition, long offset) => $"topics/demo.pin/partition={partition}/demo.pin+{partition}+{offset:D10}.json";

    private static PartitionPosition Position(int partition, long offset) => new("pin", partition, Key(partition, offset), "", offset, 1);

    /// <summary>Hides an object from the first listings, as if it had been created behind them.</summary>
    private sealed class PassedByStore(IObjectStore store, string hidden, int listings) : IObjectStore
    {
        private int _listings;

        public Uri Uri => store.Uri;

        public Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation) => store.TryCreateAsync(key, content, cancellation);

        public Task<bool> TryCreateFromFileAsync(string key, string path, CancellationToken cancellation) => store.TryCreateFromFileAsync(key, path, cancellation);

        public Task<System.IO.Stream> OpenReadAsync(string key, CancellationToken cancellation) => store.OpenReadAsync(key, cancellation);

        public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAfter, CancellationToken cancellation)
        {
            var entries = store.ListAsync(prefix, startAfter, cancellation);
            return ++_listings > listings ? entries : entries.Where(entry => entry.Key != hidden);
        }
    }

    private sealed class ChunkedStream(byte[] content, int chunk) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
