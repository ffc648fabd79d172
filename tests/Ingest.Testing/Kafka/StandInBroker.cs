using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Confluent.Kafka;

namespace Ingest.Testing.Kafka;

/// <summary>
/// Stands in for a Kafka broker where none can be had that logs clients in by OAUTHBEARER, or creates topics on request: it
/// speaks as much of the protocol as these two need, with real clients, and keeps what it was sent. No record can be stored.
/// </summary>
public sealed class StandInBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _tokens = new();
    private readonly ConcurrentQueue<short> _asked = new();
    private readonly ConcurrentQueue<StandInTopic> _created = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;

    /// <summary>Starts to listen on a loopback port.</summary>
    /// <param name="tls">Whether it speaks TLS and wants a login; else neither.</param>
    public StandInBroker(bool tls)
    {
        _certificate = tls ? CreateCertificate() : null;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Why a token is refused; null for one that is taken, as all are by default.</summary>
    public Func<string, string?> Refusal { get; set; } = _ => null;

    /// <summary>Why a topic is not created; null for one that is, as all are by default.</summary>
    public Func<StandInTopic, Error?> CreateError { get; set; } = _ => null;

    /// <summary>Whether it knows the request that creates topics; brokers before 0.10.1 do not.</summary>
    public bool CreatesTopics { get; set; } = true;

    /// <summary>Where clients connect, <c>host:port</c>.</summary>
    public string Address => $"localhost:{Port}";

    /// <summary>The tokens that clients showed.</summary>
    public IReadOnlyCollection<string> Tokens => _tokens;

    /// <summary>The topics that were created.</summary>
    public IReadOnlyCollection<StandInTopic> Created => _created;

    /// <summary>Whether a client that is logged in has asked for a group's coordinator, as only consumers do.</summary>
    public bool HasConsumer => _asked.Contains(StandInAnswers.FindCoordinator);

    internal bool WantsLogin => _certificate is not null;

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Writes the certificate that a client has to trust.</summary>
    public string WriteCertificate(string folder)
    {
        var file = Path.Combine(folder, "stand-in.pem");
        File.WriteAllText(file, _certificate!.ExportCertificatePem());
        return file;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
        _certificate?.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var accepted = client;
        try
        {
            await using var stream = await OpenAsync(client.GetStream());
            var answers = new StandInAnswers(this, _tokens, _asked, _created);
            while (await KafkaFrame.ReadAsync(stream, _stopping.Token) is { } request && answers.To(request) is { } answer)
            {
                await answer.SendAsync(stream, _stopping.Token);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or System.Security.Authentication.AuthenticationException)
        {
            // The client has gone, or does not trust the certificate; it says so itself.
        }
    }

    private async Task<Stream> OpenAsync(NetworkStream plain)
    {
        if (_certificate is null)
        {
            return plain;
        }

        var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return tls;
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
