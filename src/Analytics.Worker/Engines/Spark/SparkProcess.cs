using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Analytics.Worker.Runs;

namespace Analytics.Worker.Engines.Spark;

/// <summary>A spark-submit that this worker has started. It goes on when the worker ends.</summary>
internal sealed class SparkProcess
{
    private readonly Process _process;
    private readonly Task _ended;

    private SparkProcess(Process process, SparkOutput output, Action ended)
    {
        (_process, Output, Id) = (process, output, process.Id);
        _ended = EndAsync();
        _ended.ContinueWith(_ => ended(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>What it has printed.</summary>
    public SparkOutput Output { get; }

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>Whether it still runs; when not, its id may be another's, even while what it printed is being read.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Its exit code once it has ended and all it printed was read; null before.</summary>
    public int? ExitCode => _ended.IsCompleted ? _process.ExitCode : null;

    /// <summary>Whether whoever watches it has been told of its end.</summary>
    public bool IsEndSeen { get; set; }

    /// <summary>Starts it.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="arguments">What it gets, one by one.</param>
    /// <param name="output">Takes what it prints.</param>
    /// <param name="ended">Called when it has ended.</param>
    /// <exception cref="RunRefusedException">It cannot be started.</exception>
    public static SparkProcess Start(string program, IReadOnlyList<string> arguments, SparkOutput output, Action ended)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardOutputEncoding = Encoding.UTF8,
                StandardErrorEncoding = Encoding.UTF8,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception failure)
        {
            throw new RunRefusedException($"{program} cannot be started: {failure.Message}", failure);
        }

        process.StandardInput.Close();
        return new SparkProcess(process, output, ended);
    }

    /// <summary>Kills it and what it has started.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    private async Task EndAsync()
    {
        // A pipe may be held open by something that spark-submit left behind; what matters has been read by then.
        var read = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError));
        await _process.WaitForExitAsync();
        await Task.WhenAny(read, Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System));
    }

    private async Task ReadAsync(StreamReader reader)
    {
        using var pipe = reader; // the process does not close it, and many runs would hold many
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer) is var count and > 0)
        {
            Output.Add(buffer.AsSpan(0, count));
        }
    }
}
