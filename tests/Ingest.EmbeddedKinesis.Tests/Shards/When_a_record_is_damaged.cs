using System.Text;
using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.EmbeddedKinesis.Tests.Shards;

public sealed class When_a_record_is_damaged : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task The_stream_is_served_all_the_same_and_only_that_record_is_refused()
    {
        string second, third;
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using (var kinesis = await Endpoint.StartAsync(_directory.Path, time))
        {
            await kinesis.CreateAsync("s");
            await kinesis.PutAsync("s", "the first");
            (_, second) = await kinesis.PutAsync("s", "the second");
            time.Advance(TimeSpan.FromSeconds(1));
            (_, third) = await kinesis.PutAsync("s", "the third");
        }

        await FlipABitOfAsync("the second");
        await using var again = await Endpoint.StartAsync(_directory.Path, time);
        await again.PutAsync("s", "the fourth");

        var before = await again.DoAsync("GetRecords", new { ShardIterator = await again.IteratorAsync("s") });
        Assert.Equal(1, before.GetProperty("Records").GetArrayLength());
        var damaged = await again.CallAsync("GetRecords", new { ShardIterator = await again.IteratorAsync("s", "AT_SEQUENCE_NUMBER", second) });
        Assert.Equal((500, "InternalFailure"), (damaged.Status, damaged.Type));
        var behind = await again.ReadAsync(await again.IteratorAsync("s", "AT_SEQUENCE_NUMBER", third));
        Assert.Equal(["the third", "the fourth"], behind.Select(record => record.Data));
    }

    private async Task FlipABitOfAsync(string data)
    {
        var segment = Directory.EnumerateFiles(Path.Combine(_directory.Path, "streams"), "*.log", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(segment, Endpoint.Cancellation);
        var at = bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(data));
        Assert.True(at > 0, "the record stands in the segment as it was put");
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes, Endpoint.Cancellation);
    }
}
