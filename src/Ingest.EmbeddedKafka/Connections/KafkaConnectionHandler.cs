using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;

namespace Ingest.EmbeddedKafka.Connections;

/// <summary>What Kestrel calls for every connection.</summary>
internal sealed class KafkaConnectionHandler(
    ApiTable apis, EmbeddedKafkaOptions options, ByteBudget budget, ConnectionMetrics metrics, TimeProvider time, IHostApplicationLifetime life, ILogger<KafkaConnectionHandler> logger)
    : ConnectionHandler
{
    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        metrics.Opened();
        try
        {
            var frames = new FrameReader(connection.Transport.Input, options, new ByteBudget(options.ConnectionBytesMax), budget, time);
            var client = connection.RemoteEndPoint is IPEndPoint remote ? $"/{remote.Address}" : $"{connection.RemoteEndPoint}";
            await new KafkaConnection(connection.Transport, frames, apis, client, metrics, logger).RunAsync(connection.ConnectionClosed, life.ApplicationStopping);
        }
        finally
        {
            metrics.Closed();
        }
    }
}
