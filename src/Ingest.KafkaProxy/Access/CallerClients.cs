using Confluent.Kafka;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Access;

/// <summary>Opens and closes the clients of a caller.</summary>
internal sealed class CallerClients(
    IOptions<KafkaSettings> kafka, IOptions<KafkaRestOptions> options, ClientEvents events, ILogger<KafkaProducer> log)
{
    /// <param name="credential">What they log in with.</param>
    /// <param name="onRefused">Called when the broker takes it no longer, or when they are of no more use.</param>
    /// <exception cref="RestException">401: the broker does not take it.</exception>
    /// <exception cref="KafkaException">The broker did not answer.</exception>
    public async Task<KafkaClients> OpenAsync(Credential credential, Action onRefused)
    {
        // Making a client blocks for a moment, and the caller holds the pool's lock.
        await Task.Yield();
        var refused = new TaskCompletionSource<Error>(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Make(credential, error =>
        {
            events.OnCallerError(error);
            if (error.IsFatal || error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed)
            {
                refused.TrySetResult(error);
                onRefused();
            }
        });
        try
        {
            var described = clients.Cluster.DescribeAsync();
            if (await Task.WhenAny(described, refused.Task) == refused.Task)
            {
                throw new RestException(new(401, KafkaErrors.Authentication, $"Kafka does not take the credential: {(await refused.Task).Reason}"));
            }

            await described;
            return clients;
        }
        catch
        {
            _ = CloseAsync(clients);
            throw;
        }
    }

    /// <summary>Waits for what they still hold, within the deadline for it, and disposes of them.</summary>
    public static async Task CloseAsync(KafkaClients clients)
    {
        await clients.Producer.StopAsync(CancellationToken.None);
        clients.Cluster.Dispose();
        clients.Producer.Dispose();
    }

    private KafkaClients Make(Credential credential, Action<Error> onError)
    {
        var settings = kafka.Value.ForClient();
        foreach (var (name, value) in credential.Settings)
        {
            settings[name] = value;
        }

        var login = new KafkaLogin(ProducerSettings.Over(settings, options.Value), settings, Refresh(credential.Token), events.OnLog, onError);
        var producer = new KafkaProducer(login, options, log);
        return new KafkaClients(credential.Key, producer, new Cluster(producer, options), login);
    }

    private static Action<IClient>? Refresh(BearerToken? token) => token is null
        ? null
        : client => client.OAuthBearerSetToken(token.Value, token.Expires.ToUnixTimeMilliseconds(), token.Principal);
}
