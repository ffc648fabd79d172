using System.Collections.Immutable;
using System.Text.Json;
using Analytics.Delta;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Rejects;

/// <summary>The Delta table <c>tables/rejected</c>: what could not be read, with its reason and its bytes.</summary>
internal sealed class RejectedTable(
    IObjectStore store, DeltaTable table, WorkFolder work, LocalFiles files, IOptions<DuckDbOptions> engine, TimeProvider time) : IDisposable
{
    private const string Location = "tables/rejected";

    // One reader at a time: each takes a database of its own.
    private readonly SemaphoreSlim _reading = new(1);
    private volatile Counts _counts = new(-1, ImmutableDictionary<(string Path, string Source), long>.Empty);

    /// <summary>Opens the table of a store, or creates it.</summary>
    public static async Task<RejectedTable> OpenAsync(
        IObjectStore store, WorkFolder work, LocalFiles files, IOptions<DuckDbOptions> engine, TimeProvider time, CancellationToken cancellation) =>
        new(store, await DeltaTable.OpenOrCreateAsync(store, Location, RejectedFile.Schema, time, cancellation), work, files, engine, time);

    /// <summary>Uploads records; they are in the table once their file is appended. Null when there are none.</summary>
    public async Task<DataFile?> AddFileAsync(string path, string source, IReadOnlyList<RejectedRecord> records, CancellationToken cancellation)
    {
        if (records.Count == 0)
        {
            return null;
        }

        var now = time.GetUtcNow().UtcDateTime;
        var at = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
        using var scratch = work.NewScratch();
        var file = Path.Combine(scratch.Path, "rejected.parquet");
        await RunAsync(session => RejectedFile.Write(session, file, path, source, records, at), scratch, cancellation);
        return await table.AddFileAsync(file, RejectedFile.Stats(path, source, records.Count, at), cancellation);
    }

    /// <summary>Appends uploaded files; a transaction that the table has changes nothing.</summary>
    public Task<AppendResult> AppendAsync(IReadOnlyList<DataFile> rejected, AppTransaction transaction, CancellationToken cancellation) =>
        table.AppendAsync(rejected, transaction, cancellation);

    /// <summary>How many records of a source are in the version last read or written.</summary>
    public long CountOf(string path, string source)
    {
        var snapshot = table.Snapshot;
        var counts = _counts;
        if (counts.Version != snapshot.Version)
        {
            _counts = counts = new Counts(snapshot.Version, Count(snapshot.Files));
        }

        return counts.Records.GetValueOrDefault((path, source));
    }

    /// <summary>The newest records, at most <paramref name="rowsMax"/> and <paramref name="bytesMax"/> of content, but one at least.</summary>
    public async Task<IReadOnlyList<RejectedRow>> ReadNewestAsync(int rowsMax, long bytesMax, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var newest = Newest((await table.RefreshAsync(cancellation)).Files, rowsMax);
            if (newest.Count == 0)
            {
                return [];
            }

            var paths = await files.FetchAsync(store, table, newest, cancellation);
            using var scratch = work.NewScratch();
            IReadOnlyList<RejectedRow> rows = [];
            await RunAsync(session => rows = RejectedFile.Read(session, paths, rowsMax, bytesMax), scratch, cancellation);
            return rows;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading.Dispose();
        table.Dispose();
    }

    /// <summary>The newest files that hold enough rows between them: older ones need not be opened.</summary>
    private static List<DataFile> Newest(IEnumerable<DataFile> files, int rows)
    {
        var chosen = new List<DataFile>();
        foreach (var (file, stats) in files.Select(file => (file, Stats: Parse(file))).OrderByDescending(entry => entry.Stats.At, StringComparer.Ordinal))
        {
            if (rows <= 0)
            {
                break;
            }

            chosen.Add(file);
            rows -= (int)Math.Min(stats.Records, int.MaxValue);
        }

        return chosen;
    }

    private static ImmutableDictionary<(string Path, string Source), long> Count(IEnumerable<DataFile> files) =>
        files.Select(Parse).GroupBy(stats => (stats.Path, stats.Source)).ToImmutableDictionary(same => same.Key, same => same.Sum(stats => stats.Records));

    private static (string Path, string Source, string At, long Records) Parse(DataFile file)
    {
        using var stats = JsonDocument.Parse(file.Stats ?? "{}");
        var max = stats.RootElement.TryGetProperty("maxValues", out var values) ? values : default;
        return (Text(RejectedFile.Path), Text(RejectedFile.Source), Text(RejectedFile.RejectedAt),
            stats.RootElement.TryGetProperty("numRecords", out var records) ? records.GetInt64() : 0);

        string Text(string name) =>
            max.ValueKind == JsonValueKind.Object && max.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }

    private Task RunAsync(Action<DuckDbSession> work, ScratchFolder scratch, CancellationToken cancellation) => Task.Run(
        () =>
        {
            using var session = new DuckDbSession(engine.Value, scratch.Path, cancellation);
            work(session);
        },
        cancellation);

    /// <summary>Records by path and source, at one version of the table.</summary>
    private sealed record Counts(long Version, ImmutableDictionary<(string Path, string Source), long> Records);
}
