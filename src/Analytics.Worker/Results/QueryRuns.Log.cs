namespace Analytics.Worker.Results;

internal sealed partial class QueryRuns
{
    [LoggerMessage(LogLevel.Information, "Run {Run} answered the queries over manifests up to {Manifest} in {Duration}")]
    private partial void LogAnswered(long run, long manifest, TimeSpan duration);
}
