using System.Text;
using Analytics.Delta.Tests;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Rejects;

namespace Analytics.Worker.Tests.Rejects;

public sealed class When_the_sink_has_set_records_aside
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    private readonly MemoryStore _store = new();

    [Fact]
    public async Task They_are_shown_with_reason_place_and_bytes()
    {
        await PutAsync("demo.user", 0, 1, (1, 1_600_000_000_000, "a tombstone", null), (3, 1_600_000_001_000, "not JSON", [0xff, 0xfe]));
        await PutAsync("demo.pin", 2, 4, (4, 1_600_000_002_000, "not JSON", "not json {"u8.ToArray()));
        await PutAsync("other.pin", 0, 0, (0, 1_600_000_003_000, "another pipeline's", []));

        var rows = (await ReadAsync(10)).OrderBy(row => row.RejectedAt).ToList();

        Assert.Equal(["offset 1", "offset 3", "offset 4"], rows.Select(row => row.Position));
        Assert.Equal(["user", "user", "pin"], rows.Select(row => row.Source));
        Assert.Equal(["", null, "not json {"], rows.Select(row => row.Text));
        Assert.Equal([0xff, 0xfe], rows[1].Bytes);
        Assert.Equal("rejected/demo.pin/partition=2/demo.pin+2+0000000004.json", rows[2].Container);
        Assert.Equal("not JSON", rows[2].Reason);
        Assert.All(rows, row => Assert.Equal("batch", row.Path));
    }

    [Fact]
    public async Task The_newest_of_each_partition_come_first_and_no_more_than_asked_for()
    {
        for (var offset = 0; offset < 20; offset++)
        {
            await PutAsync("demo.geo", 0, offset, (offset, 1_600_000_000_000 + offset, "not JSON", "x"u8.ToArray()));
        }

        Assert.Equal(["offset 19", "offset 18", "offset 17"], (await ReadAsync(3)).Select(row => row.Position));
        Assert.Equal(["offset 19"], (await ReadAsync(3, bytesMax: 1)).Select(row => row.Position));
    }

    private Task<IReadOnlyList<RejectedRow>> ReadAsync(int rows, long bytesMax = 1000) =>
        new SinkRejected(_store, PipelineLoader.Load(new PipelineOptions())).ReadNewestAsync(rows, bytesMax, None);

    private Task<bool> PutAsync(string topic, int partition, long first, params (long Offset, long Timestamp, string Reason, byte[]? Value)[] records)
    {
        var lines = records.Select(record =>
            $$"""{"offset":{{record.Offset}},"timestamp":{{record.Timestamp}},"reason":"{{record.Reason}}","key":null,"value":{{(record.Value is null ? "null" : $"\"{Convert.ToBase64String(record.Value)}\"")}}}""" + "\n");
        return _store.TryCreateAsync(
            $"rejected/{topic}/partition={partition}/{topic}+{partition}+{first:d10}.json", Encoding.UTF8.GetBytes(string.Concat(lines)), None);
    }
}
