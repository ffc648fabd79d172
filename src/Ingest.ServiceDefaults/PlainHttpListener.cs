using System.Buffers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Ingest.ServiceDefaults;

/// <summary>HTTP/1.1 and HTTP/2 with prior knowledge on one plain port.</summary>
/// <remarks>
/// Kestrel chooses the protocol by ALPN, which a plain connection does not have. So the first bytes are looked at, not
/// consumed, and a client that opens with HTTP/2's preface (RFC 9113, section 3.4) is announced as if ALPN had said <c>h2</c>.
/// The gateway and AWS's JavaScript SDK speak HTTP/2 this way, curl and the other SDKs HTTP/1.1.
/// </remarks>
internal static class PlainHttpListener
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n"u8;

    public static void AddPlainHttpListener(this WebApplicationBuilder builder, string urls)
    {
        builder.WebHost.UseUrls(urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowAlternateSchemes = true;
            kestrel.ConfigureEndpointDefaults(endpoint =>
            {
                endpoint.Protocols = HttpProtocols.Http1AndHttp2;
                endpoint.Use(next => connection => AnnounceProtocolAsync(connection, kestrel.Limits.KeepAliveTimeout, next));
            });
        });
    }

    private static async Task AnnounceProtocolAsync(ConnectionContext connection, TimeSpan silenceMax, ConnectionDelegate next)
    {
        try
        {
            if (connection.Features.Get<ITlsConnectionFeature>() is null && await OpensWithPrefaceAsync(connection, silenceMax))
            {
                var announced = new AnnouncedHttp2();
                connection.Features.Set<ITlsConnectionFeature>(announced);
                connection.Features.Set<ITlsApplicationProtocolFeature>(announced);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // It was closed, said nothing for too long, or the server stops before its first bytes: there was no request, and nobody to tell.
            return;
        }

        await next(connection);
    }

    /// <exception cref="OperationCanceledException">The connection was closed, the server stops, or it was silent for too long.</exception>
    private static async Task<bool> OpensWithPrefaceAsync(ConnectionContext connection, TimeSpan silenceMax)
    {
        using var silence = new CancellationTokenSource(silenceMax, TimeProvider.System);
        var stopping = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(connection.ConnectionClosed, stopping, silence.Token);
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(gone.Token);
            var seen = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, Preface.Length)).ToArray();
            var matches = Preface.StartsWith(seen);
            var undecided = matches && seen.Length < Preface.Length && !read.IsCompleted;

            // Nothing is consumed. While undecided the bytes count as examined, so that the next read waits for more.
            input.AdvanceTo(read.Buffer.Start, undecided ? read.Buffer.End : read.Buffer.Start);
            if (!undecided)
            {
                return matches && seen.Length == Preface.Length;
            }
        }
    }

    private sealed class AnnouncedHttp2 : ITlsConnectionFeature, ITlsApplicationProtocolFeature
    {
        public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();

        public System.Security.Cryptography.X509Certificates.X509Certificate2? ClientCertificate { get; set; }

        public Task<System.Security.Cryptography.X509Certificates.X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) =>
            Task.FromResult(ClientCertificate);
    }
}
