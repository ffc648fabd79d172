using System.Diagnostics;

namespace Ingest.EmbeddedKafka.Tests;

/// <summary>A broker in a process of its own, to be killed.</summary>
internal sealed class BrokerProcess : IDisposable
{
    private readonly Process _process;

    private BrokerProcess(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    public static async Task<BrokerProcess> StartAsync(string directory, int port = 0)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Ingest.EmbeddedKafka.TestChild.dll"), directory, $"{port}"])
        {
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("ready ", line, StringComparison.Ordinal);
        return new BrokerProcess(process, line!["ready ".Length..]);
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }
}
