using System.Collections.Concurrent;
using System.Text;
using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.V2.Produce;

/// <summary>Keeps what the proxy says of each record that is sent, to hold it against what Kafka has.</summary>
internal sealed class Claims
{
    private readonly RunningProxy _proxy;
    private readonly string _topic;
    private readonly Random _random;
    private readonly ConcurrentBag<Claim> _claims = [];
    private int _sent;

    /// <param name="proxy">Has to let the status follow the records.</param>
    /// <param name="topic">A topic of four partitions that only this sends to.</param>
    public Claims(RunningProxy proxy, string topic)
    {
        (_proxy, _topic) = (proxy, topic);
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        _random = new Random(seed);
    }

    /// <summary>Sends requests at once, and notes what is said of each record; the codes of all, 0 for one that is stored.</summary>
    public async Task<int[]> SendAsync(int requests = 3, int recordsMax = 5)
    {
        var bodies = Enumerable.Range(0, requests).Select(_ => Records(_random.Next(1, recordsMax + 1))).ToList();
        var codes = await Task.WhenAll(bodies.Select(SendAsync));
        return [.. codes.SelectMany(one => one)];
    }

    /// <summary>Sends until all of a request is stored, as it has to be once the fault is gone, and the proxy is ready.</summary>
    public async Task RecoverAsync()
    {
        await Eventually.BecomesAsync(() => SendAsync(1), codes => codes.All(code => code == 0), "a request is stored again");
        await Eventually.BecomesAsync(async () => (await _proxy.GetAsync("/healthz/ready")).Status, status => status == 200, "the proxy is ready again");
    }

    /// <summary>What is said to be stored is read at its offset; what is said to have failed for good is nowhere; what is stored was sent.</summary>
    public void Hold()
    {
        var stored = _proxy.Stored(_topic).ToDictionary(
            record => (record.Partition.Value, record.Offset.Value), record => Encoding.UTF8.GetString(record.Message.Value));
        var values = stored.Values.ToHashSet(StringComparer.Ordinal);
        foreach (var claim in _claims)
        {
            if (claim.Code == 0)
            {
                Assert.True(stored.TryGetValue((claim.Partition, claim.Offset), out var found) && found == claim.Value, $"{claim}, but there is {found ?? "nothing"}");
            }
            else if (claim.Code != 50003)
            {
                Assert.False(values.Contains(claim.Value), $"{claim}, but it is stored");
            }
        }

        Assert.Subset(_claims.Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal), values);
    }

    private List<(string Value, int? Partition)> Records(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => ($"\"{_sent++}{new string('x', _random.Next(200))}\"", _random.Next(3) == 0 ? (int?)null : _random.Next(4)))];

    private async Task<int[]> SendAsync(List<(string Value, int? Partition)> records)
    {
        var written = records.Select(record => record.Partition is { } partition ? $$"""{"value":{{record.Value}},"partition":{{partition}}}""" : $$"""{"value":{{record.Value}}}""");
        var answer = await _proxy.ProduceAsync(_topic, $$"""{"records":[{{string.Join(',', written)}}]}""");
        var codes = answer.Codes;
        Assert.Equal(records.Count, codes.Length);
        foreach (var (entry, i) in answer.Root.GetProperty("offsets").EnumerateArray().Select((entry, i) => (entry, i)))
        {
            _claims.Add(codes[i] == 0
                ? new(records[i].Value, 0, entry.GetProperty("partition").GetInt32(), entry.GetProperty("offset").GetInt64(), null)
                : new(records[i].Value, codes[i], -1, -1, entry.GetProperty("error").GetString()));
        }

        Assert.True(answer.Status == StatusOf(codes), $"{answer.Status} for {answer.Body}");
        return codes;
    }

    private static int StatusOf(int[] codes) =>
        codes.All(code => code == 0) ? 200
        : codes.Contains(0) ? 207
        : codes.Contains(40301) ? 403
        : codes.Contains(50003) ? 503
        : 500;

    private sealed record Claim(string Value, int Code, int Partition, long Offset, string? Error);
}
