namespace Analytics.Worker.Stream;

internal sealed partial class StreamSupervisor
{
    [LoggerMessage(LogLevel.Information, "Waiting for stream {Stream}, which does not exist yet")]
    private partial void LogWaiting(string stream);

    [LoggerMessage(LogLevel.Warning, "The shards of {Stream} could not be listed; those being read go on")]
    private partial void LogNotListed(Exception failure, string stream);

    [LoggerMessage(LogLevel.Warning, "{Stream} was deleted and made again; the new one is read from its beginning")]
    private partial void LogMadeAnew(string stream);

    [LoggerMessage(LogLevel.Information, "Reading {Shard} of {Stream}")]
    private partial void LogStarting(string stream, string shard);
}
