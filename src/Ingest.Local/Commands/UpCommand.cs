using System.CommandLine;
using Ingest.Local.Stack;
using Spectre.Console;

namespace Ingest.Local.Commands;

/// <summary><c>ingest up</c>: all services in one process, until stopped.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var command = new Command("up", "Start everything in one process and stay up until Ctrl-C");
        var stack = new StackArguments();
        var host = new HostArguments();
        stack.AddTo(command);
        host.AddTo(command);
        command.SetAction((parsed, cancellation) =>
            RunningStack.RunAsync(host.Read(parsed, stack.Read(parsed)), stack.EndpointsFile(parsed), StayUpAsync, cancellation));
        return command;
    }

    /// <summary>Waits until Ctrl-C (0) or until a service has stopped by itself (1).</summary>
    public static async Task<int> StayUpAsync(LocalStack stack, CancellationToken cancellation)
    {
        AnsiConsole.MarkupLine("[grey]Ctrl-C stops it.[/]");
        var stopped = stack.ServiceStopped;
        await Task.WhenAny(stopped, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation));
        if (cancellation.IsCancellationRequested)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync("A service has stopped by itself; the log above says why.");
        return 1;
    }
}
