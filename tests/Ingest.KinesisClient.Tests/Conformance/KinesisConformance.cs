using System.Numerics;
using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Ingest.Testing;
using Record = Amazon.Kinesis.Model.Record;

namespace Ingest.KinesisClient.Tests.Conformance;

/// <summary>What the client must see from every server that speaks Kinesis. A new server is a fixture and a class of one line.</summary>
public abstract class KinesisConformance(KinesisServerFixture server)
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_is_created_described_listed_and_deleted()
    {
        var kinesis = await server.ClientAsync();
        var name = await CreateAsync(kinesis, shards: 3);

        var described = (await kinesis.DescribeStreamAsync(new() { StreamName = name }, Cancelled)).StreamDescription!;
        var summary = (await kinesis.DescribeStreamSummaryAsync(new() { StreamName = name }, Cancelled)).StreamDescriptionSummary!;
        var shards = (await kinesis.ListShardsAsync(new() { StreamName = name }, Cancelled)).Shards!;
        var names = (await kinesis.ListStreamsAsync(new() { Limit = 100 }, Cancelled)).StreamNames!;
        var deleted = await kinesis.DeleteStreamAsync(new() { StreamName = name }, Cancelled);

        Assert.Equal(StreamStatus.ACTIVE, described.StreamStatus);
        Assert.Equal(3, described.Shards!.Count);
        Assert.Equal(24, described.RetentionPeriodHours);
        Assert.Equal(name, summary.StreamName);
        Assert.Equal(3, summary.OpenShardCount);
        Assert.InRange(DateTime.UtcNow - summary.StreamCreationTimestamp!.Value, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5));
        Assert.Equal(described.Shards.Select(shard => shard.ShardId), shards.Select(shard => shard.ShardId));
        Assert.Equal("0", shards[0].HashKeyRange!.StartingHashKey);
        Assert.Equal((BigInteger.Pow(2, 128) - 1).ToString(), shards[^1].HashKeyRange!.EndingHashKey);
        Assert.Contains(name, names);
        Assert.Equal(200, (int)deleted.HttpStatusCode);
    }

    [Fact]
    public async Task A_record_of_every_byte_comes_back_as_it_was_with_its_key_and_time()
    {
        var kinesis = await server.ClientAsync();
        var name = await CreateAsync(kinesis, shards: 1);
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();

        var put = await kinesis.PutRecordAsync(new() { StreamName = name, PartitionKey = "ключ", Data = new MemoryStream(bytes) }, Cancelled);
        var record = Assert.Single(await ReadAsync(kinesis, name, put.ShardId!));

        Assert.Equal(put.SequenceNumber, record.SequenceNumber);
        Assert.Equal(bytes, record.Data!.ToArray());
        Assert.Equal("ключ", record.PartitionKey);
        Assert.Equal(DateTimeKind.Utc, record.ApproximateArrivalTimestamp!.Value.Kind);
        Assert.InRange(DateTime.UtcNow - record.ApproximateArrivalTimestamp.Value, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Many_records_have_one_outcome_each_and_rising_numbers_in_a_shard()
    {
        var kinesis = await server.ClientAsync();
        var name = await CreateAsync(kinesis, shards: 2);
        var entries = Enumerable.Range(0, 100)
            .Select(i => new PutRecordsRequestEntry { PartitionKey = $"key-{i % 7}", Data = new MemoryStream(Encoding.UTF8.GetBytes($"record {i}")) })
            .ToList();

        var put = await kinesis.PutRecordsAsync(new() { StreamName = name, Records = entries }, Cancelled);

        Assert.Equal(0, put.FailedRecordCount);
        Assert.All(put.Records!, outcome => Assert.Null(outcome.ErrorCode));
        foreach (var shard in put.Records!.Zip(entries).GroupBy(pair => pair.First.ShardId!))
        {
            var stored = await ReadAsync(kinesis, name, shard.Key);
            var numbers = stored.Select(record => BigInteger.Parse(record.SequenceNumber!, null)).ToList();
            Assert.Equal(numbers.Order().Distinct(), numbers);

            var byNumber = stored.ToDictionary(record => record.SequenceNumber!, record => Encoding.UTF8.GetString(record.Data!.ToArray()));
            Assert.All(shard, pair => Assert.Equal(Encoding.UTF8.GetString(pair.Second.Data!.ToArray()), byNumber[pair.First.SequenceNumber!]));
        }
    }

    [Fact]
    public async Task An_explicit_hash_key_decides_the_shard()
    {
        var kinesis = await server.ClientAsync();
        var name = await CreateAsync(kinesis, shards: 3);
        var shards = (await kinesis.ListShardsAsync(new() { StreamName = name }, Cancelled)).Shards!;

        foreach (var shard in shards)
        {
            var put = await kinesis.PutRecordAsync(
                new() { StreamName = name, PartitionKey = "k", ExplicitHashKey = shard.HashKeyRange!.EndingHashKey, Data = new MemoryStream([1]) }, Cancelled);
            Assert.Equal(shard.ShardId, put.ShardId);
        }
    }

    [Fact]
    public async Task An_iterator_starts_where_its_type_says()
    {
        var kinesis = await server.ClientAsync();
        var name = await CreateAsync(kinesis, shards: 1);
        var puts = new List<PutRecordResponse>();
        for (var i = 0; i < 3; i++)
        {
            puts.Add(await kinesis.PutRecordAsync(new() { StreamName = name, PartitionKey = "k", Data = new MemoryStream([(byte)i]) }, Cancelled));
        }

        var at = await ReadAsync(kinesis, name, puts[1].ShardId!, ShardIteratorType.AT_SEQUENCE_NUMBER, puts[1].SequenceNumber);
        var after = await ReadAsync(kinesis, name, puts[1].ShardId!, ShardIteratorType.AFTER_SEQUENCE_NUMBER, puts[1].SequenceNumber);
        var latest = await ReadAsync(kinesis, name, puts[1].ShardId!, ShardIteratorType.LATEST);
        var since = await ReadAsync(kinesis, name, puts[1].ShardId!, ShardIteratorType.AT_TIMESTAMP, at: DateTime.UtcNow.AddMinutes(-1));

        Assert.Equal([1, 2], at.Select(First));
        Assert.Equal([2], after.Select(First));
        Assert.Empty(latest);
        Assert.Equal([0, 1, 2], since.Select(First));
    }

    [Fact]
    public async Task Refusals_are_exceptions_of_their_own_type()
    {
        var kinesis = await server.ClientAsync();
        var name = await CreateAsync(kinesis, shards: 1);

        var missing = await Assert.ThrowsAsync<ResourceNotFoundException>(() =>
            kinesis.PutRecordAsync(new() { StreamName = "missing", PartitionKey = "k", Data = new MemoryStream([1]) }, Cancelled));
        var twice = await Assert.ThrowsAsync<ResourceInUseException>(() =>
            kinesis.CreateStreamAsync(new() { StreamName = name, ShardCount = 1 }, Cancelled));

        Assert.Contains("missing", missing.Message, StringComparison.Ordinal);
        Assert.Equal("ResourceNotFoundException", missing.ErrorCode);
        Assert.Equal(400, (int)missing.StatusCode);
        Assert.Contains(name, twice.Message, StringComparison.Ordinal);
        await Assert.ThrowsAnyAsync<AmazonKinesisException>(() =>
            kinesis.PutRecordAsync(new() { StreamName = name, PartitionKey = new string('k', 257), Data = new MemoryStream([1]) }, Cancelled));
    }

    private static int First(Record record) => record.Data!.ToArray()[0];

    private static async Task<string> CreateAsync(IAmazonKinesis kinesis, int shards)
    {
        var name = $"stream-{Guid.NewGuid():N}";
        await kinesis.CreateStreamAsync(new() { StreamName = name, ShardCount = shards }, Cancelled);
        await Eventually.IsTrueAsync(
            async () => (await kinesis.DescribeStreamSummaryAsync(new() { StreamName = name }, Cancelled)).StreamDescriptionSummary!.StreamStatus == StreamStatus.ACTIVE,
            $"{name} is active");
        return name;
    }

    private static async Task<List<Record>> ReadAsync(
        IAmazonKinesis kinesis, string stream, string shard, ShardIteratorType? type = null, string? from = null, DateTime? at = null)
    {
        var iterator = await kinesis.GetShardIteratorAsync(
            new() { StreamName = stream, ShardId = shard, ShardIteratorType = type ?? ShardIteratorType.TRIM_HORIZON, StartingSequenceNumber = from, Timestamp = at },
            Cancelled);
        var read = await kinesis.GetRecordsAsync(new() { ShardIterator = iterator.ShardIterator }, Cancelled);
        Assert.NotNull(read.NextShardIterator);
        Assert.NotNull(read.MillisBehindLatest);
        return read.Records!;
    }
}
