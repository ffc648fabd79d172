using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>How clients of one identity are made: its settings, its login, and where what they say goes.</summary>
/// <param name="producing">Settings of its producer.</param>
/// <param name="settings">Settings of its other clients, by librdkafka's names.</param>
/// <param name="refresh">Gives a client the token that it asks for; null when none logs in by token.</param>
/// <param name="onLog">Takes what librdkafka logs.</param>
/// <param name="onError">Takes its errors that are no record's.</param>
internal sealed class KafkaLogin(
    ProducerSettings producing, IReadOnlyDictionary<string, string> settings, Action<IClient>? refresh, Action<LogMessage> onLog, Action<Error> onError)
{
    /// <param name="onFatal">Called when it can store nothing any more.</param>
    /// <exception cref="OptionsValidationException">librdkafka does not take the settings.</exception>
    public IProducer<byte[]?, byte[]?> OpenProducer(Action onFatal)
    {
        try
        {
            var builder = new ProducerBuilder<byte[]?, byte[]?>(producing.Client)
                .SetLogHandler((_, message) => onLog(message))
                .SetErrorHandler((_, error) =>
                {
                    onError(error);
                    if (error.IsFatal)
                    {
                        onFatal();
                    }
                });
            return (refresh is null ? builder : builder.SetOAuthBearerTokenRefreshHandler((client, _) => refresh(client))).Build();
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new OptionsValidationException("Kafka:Client", typeof(ProducerSettings), [$"Kafka:Client is not accepted by librdkafka: {refused.Message}"]);
        }
    }

    /// <param name="more">By librdkafka's names; they win over what is configured.</param>
    public IConsumer<byte[]?, byte[]?> OpenConsumer(IEnumerable<KeyValuePair<string, string>> more)
    {
        var all = new Dictionary<string, string>(settings, StringComparer.Ordinal);
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }

        var builder = new ConsumerBuilder<byte[]?, byte[]?>(all)
            .SetLogHandler((_, message) => onLog(message))
            .SetErrorHandler((_, error) => onError(error));
        return (refresh is null ? builder : builder.SetOAuthBearerTokenRefreshHandler((client, _) => refresh(client))).Build();
    }
}
