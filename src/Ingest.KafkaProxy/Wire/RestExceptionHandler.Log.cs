namespace Ingest.KafkaProxy.Wire;

internal sealed partial class RestExceptionHandler
{
    [LoggerMessage(1, LogLevel.Error, "{Method} {Path} failed")]
    private partial void LogUnhandled(Exception failure, string method, string path);
}
