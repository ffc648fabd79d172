namespace Ingest.KinesisProxy.Streams;

internal sealed partial class MissingStreams
{
    [LoggerMessage(1, LogLevel.Information, "Stream {Stream} did not exist and was asked for with {Shards} shards.")]
    private partial void LogCreated(string stream, int shards);

    [LoggerMessage(2, LogLevel.Warning, "Stream {Stream} did not exist and could not be created in time.")]
    private partial void LogNotCreated(Exception failure, string stream);
}
