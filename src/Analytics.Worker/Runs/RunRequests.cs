using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Runs;

/// <summary>Makes runs, one for each idempotency key, and asks for their end.</summary>
internal sealed class RunRequests(
    Pipeline pipeline, WorkerStores stores, RunRecords records, RunSignal signal, OpenRuns open, IRunEngine engine, IOptions<RunsOptions> options, TimeProvider time)
{
    /// <summary>How keys of the schedule begin; a client's may not.</summary>
    public const string ScheduleKeys = "schedule/";

    private const int ConflictsMax = 100;

    /// <summary>Makes a run, or gives the one that has the key.</summary>
    /// <param name="trigger">What asks for it: <c>api</c> or <c>schedule</c>.</param>
    /// <param name="key">The key that the same request carries again; null for a request of its own.</param>
    /// <param name="occurrence">The occurrence of the schedule that it is for.</param>
    /// <param name="cancellation">Ends the wait; the run may have been made then.</param>
    /// <returns>The run and whether it is new; null when as many as may are waiting.</returns>
    public async Task<(RunRecord Run, bool IsNew)?> CreateAsync(string trigger, string? key, DateTimeOffset? occurrence, CancellationToken cancellation)
    {
        var known = key is null ? null : await ReadKeyAsync(key, cancellation);
        if (known is not null && await records.ReadAsync(known, cancellation) is { } there)
        {
            return (there, false);
        }

        if (open.Waiting >= options.Value.WaitingMax)
        {
            return null;
        }

        // A key whose run has no record is from a request that was cut short: its run is made now.
        var now = time.GetUtcNow();
        var id = known ?? (key is null ? RunId.New(now) : await TakeKeyAsync(key, RunId.New(now), cancellation));
        var run = new RunRecord(id, 1, pipeline.Name, engine.Name, RunState.Planned, trigger, now) { Occurrence = occurrence };
        var isNew = await records.TryAppendAsync(run, cancellation);
        if (isNew)
        {
            open.AddWaiting(id);
        }

        signal.Raise();
        return (isNew ? run : await records.ReadAsync(id, cancellation) ?? run, isNew);
    }

    /// <summary>Asks for the end of a run.</summary>
    /// <returns>The run and whether that was of use: false for one that has ended; null when there is no such run.</returns>
    public async Task<(RunRecord Run, bool Asked)?> CancelAsync(string id, CancellationToken cancellation)
    {
        for (var conflict = 0; conflict < ConflictsMax; conflict++)
        {
            if (await records.ReadAsync(id, cancellation) is not { } run)
            {
                return null;
            }

            if (run.IsEnded || run.CancelRequested)
            {
                return (run, !run.IsEnded);
            }

            var next = RunTransitions.AskToCancel(run, time.GetUtcNow());
            if (await records.TryAppendAsync(next, cancellation))
            {
                signal.Raise();
                return (next, true);
            }
        }

        throw new IOException($"Run {id} changes faster than it can be cancelled.");
    }

    private async Task<string> TakeKeyAsync(string key, string id, CancellationToken cancellation) =>
        await stores.Objects.TryCreateAsync(records.Keys.Key(key), JsonSerializer.SerializeToUtf8Bytes(new KeyedRun(id), KeyedRunJson.Default.KeyedRun), cancellation)
            ? id
            : await ReadKeyAsync(key, cancellation) ?? throw new IOException($"{records.Keys.Key(key)} exists and cannot be found.");

    private async Task<string?> ReadKeyAsync(string key, CancellationToken cancellation)
    {
        try
        {
            await using var content = await stores.Objects.OpenReadAsync(records.Keys.Key(key), cancellation);
            return (await JsonSerializer.DeserializeAsync(content, KeyedRunJson.Default.KeyedRun, cancellation))?.Run;
        }
        catch (ObjectNotFoundException)
        {
            // The key is new.
            return null;
        }
    }
}

/// <summary>The run that an idempotency key stands for.</summary>
/// <param name="Run">Its id.</param>
internal sealed record KeyedRun(string Run);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyedRun))]
internal sealed partial class KeyedRunJson : JsonSerializerContext;
