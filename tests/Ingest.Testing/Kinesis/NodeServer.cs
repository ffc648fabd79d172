using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Ingest.Testing.Kinesis;

/// <summary>A server from <c>tests/npm</c>, kept on loopback, ended when disposed.</summary>
internal sealed class NodeServer : IAsyncDisposable
{
    private const int Attempts = 3;

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private NodeServer(Process process, int port)
    {
        _process = process;
        Url = new Uri($"http://127.0.0.1:{port}");
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Uri Url { get; }

    /// <summary>Starts it on a free port and waits until it takes connections.</summary>
    /// <remarks>Someone may take the port between finding and using it, so a start that fails is tried again.</remarks>
    public static async Task<NodeServer> StartAsync(
        Func<int, string[]> arguments, Func<int, KeyValuePair<string, string>[]> environment)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var server = Start(port, arguments(port), environment(port));
            try
            {
                await Eventually.IsTrueAsync(server.TakesConnectionsAsync, $"{arguments(port)[0]} listens");
                return server;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                await server.DisposeAsync();
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static NodeServer Start(int port, string[] arguments, KeyValuePair<string, string>[] environment)
    {
        var start = new ProcessStartInfo("node", ["-r", "./loopback.cjs", .. arguments])
        {
            WorkingDirectory = Node.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new NodeServer(Process.Start(start)!, port);
    }

    private async Task<bool> TakesConnectionsAsync()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException($"node ended with {_process.ExitCode}: {Output()}");
        }

        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Url.Port);
            return true;
        }
        catch (SocketException)
        {
            // It does not listen yet; the caller asks again.
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }
}
