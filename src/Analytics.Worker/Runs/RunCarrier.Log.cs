namespace Analytics.Worker.Runs;

internal sealed partial class RunCarrier
{
    [LoggerMessage(LogLevel.Information, "Run {Run}: handing it to {Engine}, attempt {Attempt}")]
    private partial void LogSubmitting(string run, string engine, int attempt);

    [LoggerMessage(LogLevel.Information, "Run {Run}: taken over while {State}")]
    private partial void LogTookOver(string run, RunState state);

    [LoggerMessage(LogLevel.Warning, "Run {Run}: {Engine} has it now, and meanwhile it has ended as {State}; asking for its end there")]
    private partial void LogUnwanted(string run, string engine, RunState state);

    [LoggerMessage(LogLevel.Information, "Run {Run}: {State}. {Reason}")]
    private partial void LogEnded(string run, RunState state, string? reason);
}
