using Analytics.Worker.Runs;

namespace Analytics.Worker.Engines.Spark;

/// <summary>Runs a program that answers and ends.</summary>
internal static class ShortProgram
{
    private const int OutputMax = 1 << 20;

    /// <summary>Runs it to its end, at most for <paramref name="limit"/>.</summary>
    /// <returns>Its exit code, and what it printed on both outputs, of much the end.</returns>
    /// <exception cref="TimeoutException">It has not ended in time, and was killed.</exception>
    /// <exception cref="RunRefusedException">It cannot be started.</exception>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string program, IReadOnlyList<string> arguments, TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        var output = new SparkOutput(OutputMax);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = SparkProcess.Start(program, arguments, output, ended.SetResult);
        try
        {
            await ended.Task.WaitAsync(limit, time, cancellation);
        }
        catch (TimeoutException late)
        {
            process.Kill();
            throw new TimeoutException($"{Path.GetFileName(program)} {string.Join(' ', arguments.Take(2))} … has not answered within {limit:c} (Spark:CommandTimeout).", late);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return (process.ExitCode!.Value, output.Tail);
    }
}
