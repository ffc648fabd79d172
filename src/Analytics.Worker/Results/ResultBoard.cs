namespace Analytics.Worker.Results;

/// <summary>The answers that are served: always those of one run.</summary>
internal sealed class ResultBoard
{
    private volatile QueryRun? _latest;

    /// <summary>The last run; null before the first.</summary>
    public QueryRun? Latest
    {
        get => _latest;
        set => _latest = value;
    }
}
