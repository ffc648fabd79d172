namespace Ingest.KinesisProxy.Records;

internal sealed partial class RecordWriter
{
    [LoggerMessage(1, LogLevel.Warning, "Of {Records} records for stream {Stream} {Stored} are known to be stored; the rest was given up.")]
    private partial void LogPutFailed(Exception failure, string stream, int stored, int records);
}
