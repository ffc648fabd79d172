namespace Analytics.Worker.Stream;

internal sealed partial class ShardWriter
{
    [LoggerMessage(LogLevel.Warning, "{Shard} was taken in up to {Position}, and the oldest record it still holds is {Oldest}: records between them may have been deleted unread")]
    private partial void LogMayHaveBeenTrimmed(ShardId shard, string position, string oldest);
}
