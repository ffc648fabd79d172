using System.Text.Json;
using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;

namespace Analytics.Worker.Runs;

/// <summary>The records of a pipeline's runs in the bucket: versions that are created and never overwritten.</summary>
internal sealed class RunRecords(Pipeline pipeline, WorkerStores stores, TimeProvider time)
{
    /// <summary>How far back the first look for the newest runs goes; each next one goes twice as far, and stops where the one before began.</summary>
    private static readonly TimeSpan FirstWindow = TimeSpan.FromHours(1);

    private readonly IObjectStore _store = stores.Objects;

    /// <summary>Where everything is.</summary>
    public RunKeys Keys { get; } = new(pipeline.Name);

    /// <summary>The latest version of a run's record; null when there is none.</summary>
    public async Task<RunRecord?> ReadAsync(string id, CancellationToken cancellation)
    {
        var last = 0;
        await foreach (var entry in _store.ListAsync(Keys.Records(id), startAfter: null, cancellation))
        {
            last = Math.Max(last, RunKeys.VersionOf(entry.Key) ?? 0);
        }

        return last == 0 ? null : await ReadAsync(id, last, cancellation);
    }

    /// <summary>Creates the version that <paramref name="record"/> carries.</summary>
    /// <returns>False when somebody else has made that version: what <paramref name="record"/> says has not happened.</returns>
    public async Task<bool> TryAppendAsync(RunRecord record, CancellationToken cancellation)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(record, RunRecordJson.Default.RunRecord);
        var key = Keys.Record(record.Id, record.Version);
        if (await _store.TryCreateAsync(key, content, cancellation))
        {
            return true;
        }

        // It may be ours, if an earlier try took and its answer was lost.
        await using var there = await _store.OpenReadAsync(key, cancellation);
        using var copy = new MemoryStream();
        await there.CopyToAsync(copy, cancellation);
        return copy.ToArray().AsSpan().SequenceEqual(content);
    }

    /// <summary>The ids of runs after <paramref name="after"/>, the oldest first; one listing a run, however many files it has.</summary>
    public async IAsyncEnumerable<string> IdsAsync(string after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var from = Keys.Folder + after;
        while (await FirstKeyAsync(from, cancellation) is { } key && !Keys.IsBehindRuns(key))
        {
            var id = Keys.RunOf(key);
            if (id is not null)
            {
                yield return id;
            }

            // 0 follows the slash; what is no run's, somebody else has put there.
            from = id is null ? key : Keys.Of(id) + "0";
        }
    }

    /// <summary>The newest runs, the newest first; the cost follows from how many are asked for and not from how many there are.</summary>
    public async Task<IReadOnlyList<RunRecord>> NewestAsync(int count, CancellationToken cancellation)
    {
        var ids = new List<string>();
        var now = time.GetUtcNow();
        string? until = null;
        for (var window = FirstWindow; ids.Count < count && until != ""; window *= 2)
        {
            var from = now - DateTimeOffset.UnixEpoch > window ? RunId.FirstAt(now - window) : "";
            var known = until;
            ids.InsertRange(0, await IdsAsync(from, cancellation).TakeWhile(id => known is null || string.CompareOrdinal(id, known) < 0).ToListAsync(cancellation));
            until = from;
        }

        var runs = new List<RunRecord>();
        foreach (var id in Enumerable.Reverse(ids))
        {
            // An id without a record is a run whose making was cut short.
            if (runs.Count < count && await ReadAsync(id, cancellation) is { } run)
            {
                runs.Add(run);
            }
        }

        return runs;
    }

    private async Task<string?> FirstKeyAsync(string after, CancellationToken cancellation)
    {
        await foreach (var entry in _store.ListAsync(Keys.Folder, after, cancellation))
        {
            return entry.Key;
        }

        return null;
    }

    private async Task<RunRecord> ReadAsync(string id, int version, CancellationToken cancellation)
    {
        var key = Keys.Record(id, version);
        await using var content = await _store.OpenReadAsync(key, cancellation);
        try
        {
            return await JsonSerializer.DeserializeAsync(content, RunRecordJson.Default.RunRecord, cancellation)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException invalid)
        {
            throw new PermanentFaultException($"{key} cannot be read: {invalid.Message}", invalid);
        }
    }
}
