using Microsoft.Extensions.Time.Testing;

namespace Ingest.EmbeddedKinesis.Tests.Api;

public sealed class When_records_are_read
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    private double Now => _time.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    [Fact]
    public async Task Each_iterator_type_starts_where_it_says()
    {
        await using var kinesis = await Endpoint.StartAsync(time: _time);
        await kinesis.CreateAsync("s");
        var latest = await kinesis.IteratorAsync("s", "LATEST");
        var numbers = new List<string>();
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            times.Add(Now);
            numbers.Add((await kinesis.PutAsync("s", $"{i}")).Number);
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal("01234", await DataAsync(kinesis, latest));
        Assert.Equal("", await DataAsync(kinesis, await kinesis.IteratorAsync("s", "LATEST")));
        Assert.Equal("01234", await DataAsync(kinesis, await kinesis.IteratorAsync("s")));
        Assert.Equal("234", await DataAsync(kinesis, await kinesis.IteratorAsync("s", "AT_SEQUENCE_NUMBER", numbers[2])));
        Assert.Equal("34", await DataAsync(kinesis, await kinesis.IteratorAsync("s", "AFTER_SEQUENCE_NUMBER", numbers[2])));
        Assert.Equal("", await DataAsync(kinesis, await kinesis.IteratorAsync("s", "AFTER_SEQUENCE_NUMBER", numbers[4])));
        Assert.Equal("234", await DataAsync(kinesis, await kinesis.IteratorAsync("s", "AT_TIMESTAMP", at: times[2])));
        Assert.Equal("34", await DataAsync(kinesis, await kinesis.IteratorAsync("s", "AT_TIMESTAMP", at: times[2] + 0.001)));
        Assert.Equal("01234", await DataAsync(kinesis, await kinesis.IteratorAsync("s", "AT_TIMESTAMP", at: 0)));
        Assert.Equal("", await DataAsync(kinesis, await kinesis.IteratorAsync("s", "AT_TIMESTAMP", at: Now)));
        var starting = (await kinesis.DoAsync("ListShards", new { StreamName = "s" })).GetProperty("Shards")[0].GetProperty("SequenceNumberRange").Text("StartingSequenceNumber");
        Assert.Equal("01234", await DataAsync(kinesis, await kinesis.IteratorAsync("s", "AT_SEQUENCE_NUMBER", starting)));
    }

    [Fact]
    public async Task Pages_follow_on_each_other_and_say_how_far_behind_they_are()
    {
        await using var kinesis = await Endpoint.StartAsync(time: _time);
        await kinesis.CreateAsync("s");
        for (var i = 0; i < 5; i++)
        {
            await kinesis.PutAsync("s", $"{i}");
            _time.Advance(TimeSpan.FromSeconds(10));
        }

        var first = await kinesis.DoAsync("GetRecords", new { ShardIterator = await kinesis.IteratorAsync("s"), Limit = 2 });
        var second = await kinesis.DoAsync("GetRecords", new { ShardIterator = first.Text("NextShardIterator"), Limit = 3 });
        var third = await kinesis.DoAsync("GetRecords", new { ShardIterator = second.Text("NextShardIterator") });

        Assert.Equal(40_000, first.GetProperty("MillisBehindLatest").GetInt64());
        Assert.Equal(0, second.GetProperty("MillisBehindLatest").GetInt64());
        Assert.Equal(2, first.GetProperty("Records").GetArrayLength());
        Assert.Equal(3, second.GetProperty("Records").GetArrayLength());
        Assert.Equal(0, third.GetProperty("Records").GetArrayLength());
        Assert.Equal(1772366400.000, first.GetProperty("Records")[0].GetProperty("ApproximateArrivalTimestamp").GetDouble());
        await kinesis.PutAsync("s", "5");
        Assert.Equal("5", await DataAsync(kinesis, third.Text("NextShardIterator")));
    }

    [Fact]
    public async Task An_iterator_expires_after_five_minutes()
    {
        await using var kinesis = await Endpoint.StartAsync(time: _time);
        await kinesis.CreateAsync("s");
        var iterator = await kinesis.IteratorAsync("s");

        _time.Advance(TimeSpan.FromMinutes(5));
        await kinesis.DoAsync("GetRecords", new { ShardIterator = iterator });
        _time.Advance(TimeSpan.FromMilliseconds(1));
        var expired = await kinesis.CallAsync("GetRecords", new { ShardIterator = iterator });

        Assert.Equal("ExpiredIteratorException", expired.Type);
        Assert.Equal(
            "Iterator expired. The iterator was created at time Sun Mar 01 12:00:00 UTC 2026 while right now it is Sun Mar 01 12:05:00 UTC 2026 " +
            "which is further in the future than the tolerated delay of 300000 milliseconds.",
            expired.Message);
    }

    [Fact]
    public async Task An_iterator_with_any_bit_changed_is_invalid()
    {
        await using var kinesis = await Endpoint.StartAsync();
        await kinesis.CreateAsync("s");
        var iterator = Convert.FromBase64String(await kinesis.IteratorAsync("s"));

        for (var bit = 0; bit < iterator.Length * 8; bit++)
        {
            var changed = (byte[])iterator.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            var answer = await kinesis.CallAsync("GetRecords", new { ShardIterator = Convert.ToBase64String(changed) });
            Assert.Equal(("InvalidArgumentException", "Invalid ShardIterator."), (answer.Type, answer.Message));
        }
    }

    [Fact]
    public async Task One_read_gives_ten_mebibytes_at_most_and_the_rest_follows()
    {
        await using var kinesis = await Endpoint.StartAsync();
        await kinesis.CreateAsync("s");
        var record = new { PartitionKey = "k", Data = new byte[1_000_000] };
        await kinesis.DoAsync("PutRecords", new { StreamName = "s", Records = Enumerable.Repeat(record, 8) });
        await kinesis.DoAsync("PutRecords", new { StreamName = "s", Records = Enumerable.Repeat(record, 8) });

        var page = await kinesis.DoAsync("GetRecords", new { ShardIterator = await kinesis.IteratorAsync("s") });
        var rest = await kinesis.DoAsync("GetRecords", new { ShardIterator = page.Text("NextShardIterator") });

        Assert.Equal(10, page.GetProperty("Records").GetArrayLength());
        Assert.Equal(6, rest.GetProperty("Records").GetArrayLength());
    }

    [Fact]
    public async Task Arrival_never_goes_back_though_the_clock_does()
    {
        using var directory = new Ingest.Testing.TemporaryDirectory();
        await using (var kinesis = await Endpoint.StartAsync(directory.Path, _time))
        {
            await kinesis.CreateAsync("s");
            await kinesis.PutAsync("s", "0");
        }

        await using var later = await Endpoint.StartAsync(directory.Path, new FakeTimeProvider(_time.GetUtcNow().AddHours(-1)));
        await later.PutAsync("s", "1");

        var records = (await later.DoAsync("GetRecords", new { ShardIterator = await later.IteratorAsync("s") })).GetProperty("Records");
        Assert.Equal(records[0].GetProperty("ApproximateArrivalTimestamp").GetDouble(), records[1].GetProperty("ApproximateArrivalTimestamp").GetDouble());
    }

    private static async Task<string> DataAsync(Endpoint kinesis, string iterator) =>
        string.Concat((await kinesis.ReadAsync(iterator)).Select(record => record.Data));
}
