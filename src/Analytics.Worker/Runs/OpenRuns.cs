using Microsoft.Extensions.Options;

namespace Analytics.Worker.Runs;

/// <summary>Finds the runs that have not ended, without reading again those that have.</summary>
internal sealed class OpenRuns(RunRecords records, IRunEngine engine, IOptions<RunsOptions> options, TimeProvider time)
{
    /// <summary>A run may be made by a worker whose clock is behind, or be slow in the making; younger ones are always looked at.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    private readonly HashSet<string> _ended = [];
    private readonly Lock _lock = new();
    private string? _from;
    private string? _made;
    private int _waiting;

    /// <summary>How many runs wait for their turn, as of the last look and with those made here since.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>The newest run that has left results to load; null for none.</summary>
    public RunRecord? LastSucceeded { get; private set; }

    /// <summary>Counts a run that was made here. Its id may be old: that of a request that was cut short long ago.</summary>
    public void AddWaiting(string id)
    {
        Interlocked.Increment(ref _waiting);
        lock (_lock)
        {
            _made = Older(_made, id);
        }
    }

    /// <summary>The open runs of this engine, the oldest first. Not for use by several threads.</summary>
    public async Task<IReadOnlyList<RunRecord>> FindAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var open = new List<RunRecord>();
        lock (_lock)
        {
            _from = Older(_made, _from ?? RunId.FirstAt(now - options.Value.LookBack));
            _made = null;
        }

        await foreach (var id in records.IdsAsync(_from, cancellation))
        {
            if (!_ended.Contains(id) && await records.ReadAsync(id, cancellation) is { } run)
            {
                Add(run, open);
            }
        }

        var settled = RunId.FirstAt(now - Margin);
        _from = open.Count > 0 && string.CompareOrdinal(open[0].Id, settled) < 0 ? open[0].Id : settled;
        _ended.RemoveWhere(id => string.CompareOrdinal(id, _from) < 0);
        Volatile.Write(ref _waiting, open.Count(run => run.State == RunState.Planned));
        return open;
    }

    private static string Older(string? one, string other) => one is not null && string.CompareOrdinal(one, other) < 0 ? one : other;

    private void Add(RunRecord run, List<RunRecord> open)
    {
        if (!run.IsEnded)
        {
            if (run.Engine == engine.Name)
            {
                open.Add(run);
            }

            return;
        }

        _ended.Add(run.Id);
        if (run is { State: RunState.Succeeded, Inputs: not null } && string.CompareOrdinal(run.Id, LastSucceeded?.Id) > 0)
        {
            LastSucceeded = run;
        }
    }
}
