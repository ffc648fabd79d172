namespace Analytics.Worker.Batch;

internal sealed partial class ManifestProcessor
{
    [LoggerMessage(LogLevel.Warning, "{Key} does not follow the object before it: offset {Expected} should come after {Before}")]
    private partial void LogGap(string key, long expected, string before);
}
