namespace Ingest.S3Sink;

/// <summary>Runs the sink, and ends the process when the sink cannot go on.</summary>
/// <remarks>What the sink needs is made here and not by the constructor, so that all errors in the options are reported first.</remarks>
internal sealed partial class SinkService(
    IServiceProvider services, SinkState state, IHostApplicationLifetime host, ILogger<SinkService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await services.GetRequiredService<SinkRun>().RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
        catch (Exception failure)
        {
            // Whatever it is, a retry does not mend it: an operator must see a process that ended, not one that looks alive.
            LogFailed(failure);
            state.Failed(failure.Message);
            host.StopApplication();
        }
    }

    [LoggerMessage(LogLevel.Information, "The sink has stopped")]
    private partial void LogStopped();

    [LoggerMessage(LogLevel.Critical, "The sink stops")]
    private partial void LogFailed(Exception failure);
}
