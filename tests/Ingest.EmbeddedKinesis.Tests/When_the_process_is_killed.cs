using System.Collections.Concurrent;
using System.Diagnostics;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Ingest.Testing;

namespace Ingest.EmbeddedKinesis.Tests;

public sealed class When_the_process_is_killed : IDisposable
{
    private const int AcknowledgedPerRound = 2_000;
    private const int Writers = 16;
    private const int Shards = 3;

    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentDictionary<(string Shard, string Number), string> _acknowledged = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Every_acknowledged_record_is_there_once_and_sequence_numbers_go_on_rising()
    {
        var highest = new Dictionary<string, BigInteger>();
        for (var round = 0; round < 3; round++)
        {
            var before = _acknowledged.Keys.ToHashSet();
            await RunUntilKilledAsync(round);
            var young = _acknowledged.Keys.Where(place => !before.Contains(place)).ToLookup(place => place.Shard, place => BigInteger.Parse(place.Number));
            foreach (var shard in young)
            {
                Assert.True(shard.Min() > highest.GetValueOrDefault(shard.Key), "no number is given twice or lower after a restart");
                highest[shard.Key] = shard.Max();
            }
        }

        await using var kinesis = await Endpoint.StartAsync(_directory.Path);
        var stored = new Dictionary<(string, string), string>();
        for (var shard = 0; shard < Shards; shard++)
        {
            var records = await kinesis.ReadAsync(await kinesis.IteratorAsync("s", shard: shard));
            var numbers = records.Select(record => BigInteger.Parse(record.Number)).ToArray();
            Assert.Equal(numbers.Order().Distinct(), numbers);
            records.ForEach(record => stored.Add(($"shardId-{shard:D12}", record.Number), record.Data));
        }

        Assert.True(_acknowledged.Count >= 3 * AcknowledgedPerRound);
        Assert.All(_acknowledged, entry => Assert.Equal(entry.Value, stored[entry.Key]));
        Assert.Equal(stored.Count, stored.Values.Distinct().Count());
    }

    private async Task RunUntilKilledAsync(int round)
    {
        using var child = Process.Start(new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "Ingest.EmbeddedKinesis.TestChild.dll"),
            "--urls=http://127.0.0.1:0", "--Logs:MinimumLevel=Warning", $"--EmbeddedKinesis:DataDirectory={_directory.Path}"])
        {
            RedirectStandardOutput = true,
        })!;
        try
        {
            var url = await child.StandardOutput.ReadLineAsync(Endpoint.Cancellation);
            using var client = new HttpClient { BaseAddress = new Uri(url!) };
            if (round == 0)
            {
                await Endpoint.CallAsync(client, "CreateStream", Encoding.UTF8.GetBytes($$"""{"StreamName":"s","ShardCount":{{Shards}}}"""));
            }

            var enough = _acknowledged.Count + AcknowledgedPerRound;
            var writing = Enumerable.Range(0, Writers).Select(writer => WriteAsync(client, $"{round}-{writer}")).ToArray();
            await Eventually.IsTrueAsync(() => Task.FromResult(_acknowledged.Count >= enough), "enough records are acknowledged");
            child.Kill();
            await Task.WhenAll(writing);
        }
        finally
        {
            child.Kill();
            await child.WaitForExitAsync(Endpoint.Cancellation);
        }
    }

    /// <summary>Puts one record, then ten, and so on until the connection breaks.</summary>
    private async Task WriteAsync(HttpClient client, string writer)
    {
        for (var i = 0; ; i++)
        {
            var texts = Enumerable.Range(0, i % 2 == 0 ? 1 : 10).Select(n => $"{writer}-{i}-{n}").ToArray();
            var records = texts.Select(text => new { PartitionKey = text, Data = Encoding.UTF8.GetBytes(text) });
            Answer answer;
            try
            {
                answer = await Endpoint.CallAsync(client, "PutRecords", JsonSerializer.SerializeToUtf8Bytes(new { StreamName = "s", Records = records }));
            }
            catch (HttpRequestException)
            {
                // The process was killed under this request, so nothing it holds was acknowledged.
                return;
            }

            Assert.Equal(200, answer.Status);
            foreach (var (text, outcome) in texts.Zip(answer.Body.GetProperty("Records").EnumerateArray()))
            {
                Assert.True(_acknowledged.TryAdd((outcome.Text("ShardId"), outcome.Text("SequenceNumber")), text));
            }
        }
    }
}
