using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary>The command-line program, run as a process of its own, as a user runs it.</summary>
internal sealed class IngestProgram : IAsyncDisposable
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private IngestProgram(string workingDirectory, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [Path, .. arguments])
            {
                WorkingDirectory = workingDirectory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            _process.StartInfo.Environment[name] = value;
        }

        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it lies.</summary>
    public static string Path { get; } = System.IO.Path.Combine(Checkout.Root, "src", "Ingest.Local", "bin", Configuration, "net10.0", "ingest.dll");

    /// <summary>Everything it has printed so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Where its parts listen, by the names of the endpoints file; empty for a program that was run to its end.</summary>
    public IReadOnlyDictionary<string, string> Endpoints { get; private set; } = new Dictionary<string, string>();

    /// <summary>Starts <c>up</c> on free ports and waits until its endpoints file is there.</summary>
    public static async Task<IngestProgram> UpAsync(string directory, params string[] arguments)
    {
        var file = System.IO.Path.Combine(directory, $"endpoints-{Guid.NewGuid():n}.json");
        var program = new IngestProgram(directory, ["up", "--ports", "auto", "--endpoints", file, .. arguments]);
        try
        {
            await Eventually.IsTrueAsync(
                () => program._process.HasExited
                    ? throw new InvalidOperationException($"up ended with {program._process.ExitCode}: {program.Output}")
                    : Task.FromResult(File.Exists(file)),
                "the endpoints file",
                TimeSpan.FromSeconds(90));
            program.Endpoints = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(file))!;
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a command and waits until it prints a line that begins with some words.</summary>
    public static async Task<(IngestProgram Program, string Line)> StartAsync(string directory, string words, params string[] arguments)
    {
        var program = new IngestProgram(directory, arguments);
        var line = await Eventually.BecomesAsync(
            () => Task.FromResult(program._output.FirstOrDefault(line => line.StartsWith(words, StringComparison.Ordinal))), line => line is not null, words, TimeSpan.FromSeconds(60));
        return (program, line!);
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string directory, params string[] arguments) =>
        RunAsync(directory, new Dictionary<string, string>(), arguments);

    /// <summary>Runs it to its end, with variables of the environment of its own.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        string directory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        await using var program = new IngestProgram(directory, arguments, environment);
        await program._process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (program._process.ExitCode, program.Output);
    }

    /// <summary>Ends it as <c>kill -9</c> does: it gets no chance to finish anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to stop, as a service manager does, and gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is { } text)
        {
            _output.Enqueue(text);
        }
    }
}
