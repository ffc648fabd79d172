namespace Ingest.KinesisProxy.Wire;

internal sealed partial class ErrorAnswers
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed.")]
    private partial void LogBug(Exception failure, string method, PathString path);

    [LoggerMessage(2, LogLevel.Warning, "{Method} {Path}: Kinesis failed.")]
    private partial void LogKinesisFailed(Exception failure, string method, PathString path);
}
