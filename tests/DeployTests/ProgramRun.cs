using System.Diagnostics;

namespace DeployTests;

/// <summary>What a program printed and how it ended.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    /// <summary>Far beyond what any of them takes; a program that hangs fails its test.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="start">The program.</param>
    /// <param name="input">What it reads; null leaves it the test's own input.</param>
    /// <param name="cancellation">Ends it early; by default when the running test is cancelled.</param>
    /// <exception cref="OperationCanceledException">It did not end within five minutes; it was killed.</exception>
    public static async Task<ProgramRun> OfAsync(ProcessStartInfo start, string? input = null, CancellationToken? cancellation = null)
    {
        start.RedirectStandardInput = input is not null;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation ?? TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            if (input is not null)
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
                process.StandardInput.Close();
            }

            await process.WaitForExitAsync(limit.Token);
            return new ProgramRun(process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>What it printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; what it said is in the text.</exception>
    public static async Task<string> OutputOfAsync(string program, params string[] arguments) =>
        (await OfAsync(new ProcessStartInfo(program, arguments))).OutputOrThrow($"{program} {string.Join(' ', arguments)}");

    /// <summary>What it printed, when it ended with 0.</summary>
    /// <exception cref="InvalidOperationException">It did not; what it said is in the text.</exception>
    public string OutputOrThrow(string program) =>
        ExitCode == 0 ? Output : throw new InvalidOperationException($"{program} ended with {ExitCode}: {Errors}{Output}");

    /// <summary>Where a program lies on <c>PATH</c>, or null.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
}
