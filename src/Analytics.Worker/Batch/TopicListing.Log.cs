namespace Analytics.Worker.Batch;

internal sealed partial class TopicListing
{
    [LoggerMessage(LogLevel.Warning, "{Key} has changed since it was taken in, from {OldETag} to {NewETag}; what it held then stays in the tables")]
    private partial void LogChanged(string key, string oldETag, string newETag);
}
