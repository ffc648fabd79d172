using System.Numerics;
using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.EmbeddedKinesis.Tests.Streams;

public sealed class When_streams_come_and_go : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Streams_records_and_iterators_outlive_a_restart_and_numbers_go_on_rising()
    {
        string iterator, before;
        await using (var kinesis = await StartAsync())
        {
            await kinesis.CreateAsync("kept", shards: 3);
            await kinesis.CreateAsync("gone");
            (var shard, before) = await kinesis.PutAsync("kept", "one", "k");
            iterator = await kinesis.IteratorAsync("kept", shard: int.Parse(shard["shardId-".Length..]));
            await kinesis.DoAsync("DeleteStream", new { StreamName = "gone" });
        }

        await using var again = await StartAsync();
        var (_, after) = await again.PutAsync("kept", "two", "k");

        Assert.Equal(["kept"], await NamesAsync(again));
        Assert.Equal(["one", "two"], (await again.ReadAsync(iterator)).Select(record => record.Data));
        Assert.True(BigInteger.Parse(after) > BigInteger.Parse(before));
        Assert.Equal(56, after.Length);
    }

    [Fact]
    public async Task A_stream_made_again_under_a_name_knows_nothing_of_the_one_before()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var kinesis = await Endpoint.StartAsync(_directory.Path, time);
        await kinesis.CreateAsync("s");
        var (_, old) = await kinesis.PutAsync("s", "old");
        var iterator = await kinesis.IteratorAsync("s");
        await kinesis.DoAsync("DeleteStream", new { StreamName = "s" });
        var between = await kinesis.CallAsync("GetRecords", new { ShardIterator = iterator });
        await kinesis.CreateAsync("s");

        var stale = await kinesis.CallAsync("GetRecords", new { ShardIterator = iterator });
        var number = await kinesis.CallAsync("GetShardIterator", new { StreamName = "s", ShardId = "shardId-000000000000", ShardIteratorType = "AT_SEQUENCE_NUMBER", StartingSequenceNumber = old });
        var (_, young) = await kinesis.PutAsync("s", "young");

        Assert.Equal("ResourceNotFoundException", between.Type);
        Assert.Equal("ResourceNotFoundException", stale.Type);
        Assert.Equal("InvalidArgumentException", number.Type);
        Assert.True(BigInteger.Parse(young) > BigInteger.Parse(old), "numbers rise across streams of one name, made in the same second too");
        Assert.Equal(["young"], (await kinesis.ReadAsync(await kinesis.IteratorAsync("s"))).Select(record => record.Data));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("CON")]
    [InlineData("-rf")]
    public async Task A_name_that_means_something_to_a_file_system_is_only_a_name(string name)
    {
        await using (var kinesis = await StartAsync())
        {
            await kinesis.CreateAsync(name);
            await kinesis.PutAsync(name, "x");
        }

        await using var again = await StartAsync();
        Assert.Equal([name], await NamesAsync(again));
        Assert.Equal(["streams", "streams.log"], Directory.EnumerateFileSystemEntries(_directory.Path).Select(Path.GetFileName).Order());
        await again.DoAsync("DeleteStream", new { StreamName = name });
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_directory.Path, "streams")));
    }

    [Fact]
    public async Task What_a_creation_cut_short_left_behind_is_removed_at_the_next_start()
    {
        await using (var kinesis = await StartAsync())
        {
            await kinesis.CreateAsync("s");
        }

        var half = Directory.CreateDirectory(Path.Combine(_directory.Path, "streams", "00000002"));
        await File.WriteAllTextAsync(Path.Combine(half.FullName, "shardId-000000000000.log.new"), "half", Endpoint.Cancellation);
        await using var again = await StartAsync();

        Assert.False(Directory.Exists(half.FullName));
        await again.CreateAsync("t");
        await again.PutAsync("t", "x");
    }

    [Fact]
    public async Task One_name_is_created_once_however_many_ask()
    {
        await using var kinesis = await StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => kinesis.CallAsync("CreateStream", new { StreamName = "s", ShardCount = 1 })));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal("ResourceInUseException", answer.Type));
    }

    [Fact]
    public async Task A_stream_deleted_under_its_writers_answers_each_with_stored_or_not_found()
    {
        await using var kinesis = await StartAsync();
        await kinesis.CreateAsync("s", shards: 2);
        var puts = Enumerable.Range(0, 200).Select(i => kinesis.CallAsync("PutRecord", new { StreamName = "s", PartitionKey = $"{i}", Data = "aGk=" })).ToArray();
        await Task.WhenAny(puts);

        await kinesis.DoAsync("DeleteStream", new { StreamName = "s" });

        Assert.All(await Task.WhenAll(puts), answer => Assert.True(answer.Status == 200 || answer.Type == "ResourceNotFoundException", $"{answer}"));
    }

    [Fact]
    public async Task A_second_server_over_the_same_directory_does_not_start()
    {
        await using var kinesis = await StartAsync();

        await Assert.ThrowsAsync<DurableLog.DurableLogInUseException>(StartAsync);
    }

    [Fact]
    public async Task A_new_stream_is_creating_for_as_long_as_configured()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var kinesis = await Endpoint.StartAsync(_directory.Path, time, ("EmbeddedKinesis:CreateStreamDelay", "00:00:01"));
        await kinesis.CreateAsync("s");

        Assert.Equal("CREATING", await StatusAsync(kinesis));
        Assert.Equal("ResourceNotFoundException", (await kinesis.CallAsync("PutRecord", new { StreamName = "s", PartitionKey = "k", Data = "" })).Type);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("ACTIVE", await StatusAsync(kinesis));
        await kinesis.PutAsync("s", "x");
    }

    [Fact]
    public async Task Lists_come_in_pages()
    {
        await using var kinesis = await StartAsync();
        foreach (var name in new[] { "b", "a", "C" })
        {
            await kinesis.CreateAsync(name, shards: 3);
        }

        var first = await kinesis.DoAsync("ListStreams", new { Limit = 2 });
        var byToken = await kinesis.DoAsync("ListStreams", new { NextToken = first.Text("NextToken") });
        var byName = await kinesis.DoAsync("ListStreams", new { ExclusiveStartStreamName = "a" });
        var shards = await kinesis.DoAsync("ListShards", new { StreamName = "a", MaxResults = 2 });
        var rest = await kinesis.DoAsync("ListShards", new { NextToken = shards.Text("NextToken") });
        var described = await kinesis.DoAsync("DescribeStream", new { StreamARN = "arn:aws:kinesis:us-east-1:000000000000:stream/a", Limit = 2 });

        Assert.Equal("""["C","a"]""", first.GetProperty("StreamNames").ToString());
        Assert.True(first.GetProperty("HasMoreStreams").GetBoolean());
        Assert.Equal("""["b"]""", byToken.GetProperty("StreamNames").ToString());
        Assert.Equal("""["b"]""", byName.GetProperty("StreamNames").ToString());
        Assert.Equal(["shardId-000000000002"], rest.GetProperty("Shards").EnumerateArray().Select(shard => shard.Text("ShardId")));
        Assert.True(described.GetProperty("StreamDescription").GetProperty("HasMoreShards").GetBoolean());
    }

    private static async Task<string> StatusAsync(Endpoint kinesis) =>
        (await kinesis.DoAsync("DescribeStreamSummary", new { StreamName = "s" })).GetProperty("StreamDescriptionSummary").Text("StreamStatus");

    private static async Task<string[]> NamesAsync(Endpoint kinesis) =>
        [.. (await kinesis.DoAsync("ListStreams", new { })).GetProperty("StreamNames").EnumerateArray().Select(name => name.GetString()!)];

    private Task<Endpoint> StartAsync() => Endpoint.StartAsync(_directory.Path);
}
