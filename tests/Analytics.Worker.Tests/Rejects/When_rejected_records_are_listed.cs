using Analytics.Delta;
using Analytics.Delta.Tests;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Rejects;
using Analytics.Worker.Tables;
using Analytics.Worker.Tests.Tables;
using Ingest.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Worker.Tests.Rejects;

public sealed class When_rejected_records_are_listed
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_newest_come_first_whole_and_within_the_limits()
    {
        using var disk = new TemporaryDirectory();
        var store = new MemoryStore();
        await using var worker = new WorkerParts(store, disk);
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero));
        using var table = await RejectedTable.OpenAsync(
            store, worker.Get<WorkFolder>(), worker.Get<LocalFiles>(), Options.Create(new DuckDbOptions()), time, None);
        await AddAsync(table, "batch", "pin", 1, Record("o", "1", [0xFF, 0x00]), Record("o", "2", "it's text"u8.ToArray()));
        time.Advance(TimeSpan.FromSeconds(1));
        await AddAsync(table, "stream", "geo", 1, Record("shard", "99", []), Record("shard", "100", "x"u8.ToArray()));

        var all = await table.ReadNewestAsync(10, 1000, None);

        Assert.Equal(["100", "99", "2", "1"], all.Select(row => row.Position));
        Assert.Equal(["x", "", "it's text", null], all.Select(row => row.Text));
        Assert.Equal([0xFF, 0x00], all[3].Bytes);
        Assert.Equal(("batch", "pin", "o", "why"), (all[3].Path, all[3].Source, all[3].Container, all[3].Reason));
        Assert.Equal(new DateTime(2026, 11, 24, 1, 2, 4, DateTimeKind.Utc), all[0].RejectedAt);
        Assert.Equal(["100", "99", "2"], (await table.ReadNewestAsync(3, 1000, None)).Select(row => row.Position));
        Assert.Equal(["100", "99"], (await table.ReadNewestAsync(10, 5, None)).Select(row => row.Position));
        Assert.Equal(["100"], (await table.ReadNewestAsync(1, 0, None)).Select(row => row.Position));
        Assert.Equal((2, 2, 0), (table.CountOf("batch", "pin"), table.CountOf("stream", "geo"), table.CountOf("batch", "geo")));
    }

    private static RejectedRecord Record(string container, string position, byte[] bytes) => new(new RawRecord(container, position, bytes), "why");

    private static async Task AddAsync(RejectedTable table, string path, string source, long version, params RejectedRecord[] records)
    {
        var file = await table.AddFileAsync(path, source, records, None);
        await table.AppendAsync([file!], new AppTransaction($"{path}/{source}", version), None);
    }
}
