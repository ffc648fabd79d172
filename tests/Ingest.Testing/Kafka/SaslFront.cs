using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;

namespace Ingest.Testing.Kafka;

/// <summary>
/// A login in front of a Kafka broker that has none: takes PLAIN, SCRAM and OAUTHBEARER from real clients, and passes on what
/// comes after it. The broker has to advertise the front's port.
/// </summary>
public sealed class SaslFront : IAsyncDisposable
{
    private const short SaslHandshake = 17, ApiVersions = 18, SaslAuthenticate = 36;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, string> _passwords = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _logins = new();
    private Task _accepting = Task.CompletedTask;
    private IPEndPoint? _broker;

    /// <summary>Takes a port, and no client yet.</summary>
    public SaslFront() => _listener.Start();

    /// <summary>Where clients connect.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Users and their passwords; a token is the password of the user <c>token</c>.</summary>
    public IDictionary<string, string> Passwords => _passwords;

    /// <summary>Each login that was taken, <c>mechanism user</c>.</summary>
    public IReadOnlyCollection<string> Logins => _logins;

    /// <summary>Begins to take clients.</summary>
    public void Start(IPEndPoint broker)
    {
        _broker = broker;
        _accepting = AcceptAsync();
    }

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
        using var behind = new TcpClient();
        try
        {
            await behind.ConnectAsync(_broker!, _stopping.Token);
            await using var near = client.GetStream();
            await using var far = behind.GetStream();
            if (await LogInAsync(near, far))
            {
                await Task.WhenAny(near.CopyToAsync(far, _stopping.Token), far.CopyToAsync(near, _stopping.Token));
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException)
        {
            // One side has gone, which the other sees by its connection's end.
        }
    }

    private async Task<bool> LogInAsync(NetworkStream near, NetworkStream far)
    {
        SaslLogin? login = null;
        while (await KafkaFrame.ReadAsync(near, _stopping.Token) is { } request)
        {
            var answer = new KafkaAnswer(request.Correlation);
            switch (request.ApiKey)
            {
                case ApiVersions:
                    await WriteVersionsAsync(request, answer, far);
                    break;
                case SaslHandshake:
                    login = SaslLogin.For(request.Text()!, _passwords);
                    answer.Int16(login is null ? (int)ErrorCode.UnsupportedSaslMechanism : 0).List(SaslLogin.Mechanisms, name => answer.Text(name));
                    break;
                case SaslAuthenticate when login is not null:
                    var reply = login.Answer(request.Bytes());
                    answer.Int16(reply is null ? (int)ErrorCode.SaslAuthenticationFailed : 0).Text(reply is null ? "Authentication failed" : null).Bytes(reply ?? []);
                    break;
                default:
                    return false; // not logged in
            }

            await answer.SendAsync(near, _stopping.Token);
            if (login?.User is { } user)
            {
                _logins.Enqueue($"{login.Mechanism} {user}");
                return true;
            }
        }

        return false;
    }

    /// <summary>The broker's own versions and those of the login.</summary>
    private async Task WriteVersionsAsync(KafkaFrame request, KafkaAnswer answer, NetworkStream far)
    {
        var ask = new byte[] { 0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };
        await far.WriteAsync(ask, _stopping.Token);
        var length = new byte[4];
        await far.ReadExactlyAsync(length, _stopping.Token);
        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await far.ReadExactlyAsync(body, _stopping.Token);
        var known = Enumerable.Range(0, BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(6)))
            .Select(index => (Int16(body, 10 + (6 * index)), Int16(body, 12 + (6 * index)), Int16(body, 14 + (6 * index))))
            .Append((SaslHandshake, (short)1, (short)1))
            .Append((SaslAuthenticate, (short)0, (short)0));
        answer.Int16(request.Version == 0 ? 0 : (int)ErrorCode.UnsupportedVersion)
            .List([.. known], api => answer.Int16(api.Item1).Int16(api.Item2).Int16(api.Item3));
    }

    private static short Int16(byte[] bytes, int at) => BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at));
}
