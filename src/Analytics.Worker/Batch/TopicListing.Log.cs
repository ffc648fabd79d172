namespace Analytics.Worker.Batch;

internal sealed partial class TopicListing
{
    [LoggerMessage(LogLevel.Warning, "{Key} has changed since it was taken in, from {OldETag} to {NewETag}; what it held then stays in the tables")]
    private partial void LogChanged(string key, string oldETag, string newETag);

    [LoggerMessage(LogLevel.Warning, "{Key} is not named as the sink names its objects; it is left alone")]
    private partial void LogUnknown(string key);
}
