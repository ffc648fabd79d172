using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Ingest.Api.Tests;

/// <summary>A service as a process of its own, run by its real entry point, to be killed.</summary>
internal sealed partial class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(string assembly, string[] arguments)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [assembly, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true },
            EnableRaisingEvents = true,
        };
        _process.OutputDataReceived += (_, line) => Look(line.Data);
        _process.ErrorDataReceived += (_, line) => Look(line.Data);
        _process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException($"{assembly} ended before it listened"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Starts the program of <paramref name="program"/>'s assembly and waits until it says where it listens.</summary>
    public static async Task<ServiceProcess> StartAsync(Type program, params string[] arguments)
    {
        var process = new ServiceProcess(program.Assembly.Location, arguments);
        try
        {
            process.Url = await process._listening.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does: it gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill(); // does nothing to one that has ended
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Look(string? line)
    {
        if (line is not null && Listening().Match(line) is { Success: true } found)
        {
            _listening.TrySetResult(new Uri(found.Groups["url"].Value));
        }
    }

    /// <summary>As the host logs it, in JSON with escaped quotes.</summary>
    [GeneratedRegex(@"Now listening on: [\\""]*(?<url>http://[0-9.:]+)")]
    private static partial Regex Listening();
}
