using Confluent.Kafka;
using Ingest.MskIam;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>How clients of one identity are made: its settings, its login, and where what they say goes.</summary>
internal sealed class KafkaLogin(ProducerSettings producing, IOptions<KafkaSettings> kafka, ClientEvents events, TimeProvider time)
{
    private readonly MskLogin? _msk = kafka.Value.Authentication == KafkaAuthentication.MskIam
        ? MskLogin.ByDefaultCredentials(kafka.Value.Region, time)
        : null;

    /// <exception cref="OptionsValidationException">librdkafka does not take the settings.</exception>
    public IProducer<byte[]?, byte[]?> OpenProducer()
    {
        try
        {
            var builder = new ProducerBuilder<byte[]?, byte[]?>(producing.Client)
                .SetLogHandler((_, message) => events.OnLog(message))
                .SetErrorHandler((_, error) => events.OnError(error));
            if (_msk is not null)
            {
                builder.SetOAuthBearerTokenRefreshHandler((client, _) => Refresh(client));
            }

            return builder.Build();
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new OptionsValidationException("Kafka:Client", typeof(ProducerSettings), [$"Kafka:Client is not accepted by librdkafka: {refused.Message}"]);
        }
    }

    /// <param name="settings">By librdkafka's names; they win over what is configured.</param>
    public IConsumer<byte[]?, byte[]?> OpenConsumer(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var all = kafka.Value.ForClient();
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var builder = new ConsumerBuilder<byte[]?, byte[]?>(all)
            .SetLogHandler((_, message) => events.OnLog(message))
            .SetErrorHandler((_, error) => events.OnError(error));
        if (_msk is not null)
        {
            builder.SetOAuthBearerTokenRefreshHandler((client, _) => Refresh(client));
        }

        return builder.Build();
    }

    private void Refresh(IClient client) => _msk!.Refresh(
        (token, expires, principal) => client.OAuthBearerSetToken(token, expires, principal), client.OAuthBearerSetTokenFailure);
}
