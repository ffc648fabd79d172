using System.Net;
using System.Net.Sockets;

namespace Ingest.Local.Kafka;

/// <summary>A port of our choosing in front of a Kafka broker whose own port cannot be chosen.</summary>
/// <remarks>Clients bootstrap here, learn the broker's own address from its metadata, and go there for everything else.</remarks>
internal sealed class PortRelay : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly DnsEndPoint _target;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;

    /// <summary>Starts to listen on loopback.</summary>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="target">The broker's address, <c>host:port</c>.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public PortRelay(int port, string target)
    {
        var parts = target.Split(':');
        _target = new DnsEndPoint(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect, <c>host:port</c>.</summary>
    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(RelayAsync(client));
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var accepted = client;
        using var broker = new TcpClient();
        try
        {
            await broker.ConnectAsync(_target.Host, _target.Port, _stopping.Token);
            await using var near = client.GetStream();
            await using var far = broker.GetStream();

            // The first side to end ends the connection: Kafka has no half-closed one.
            await Task.WhenAny(near.CopyToAsync(far, _stopping.Token), far.CopyToAsync(near, _stopping.Token));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or IOException)
        {
            // The client sees its connection close, and reconnects; there is nobody else to tell.
        }
    }
}
