using Confluent.Kafka;
using Ingest.MskIam;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.SchemaRegistry.Storage;

/// <summary>Opens the registry's Kafka clients.</summary>
internal sealed partial class RegistryClients(IOptions<KafkaSettings> kafka, TimeProvider time, ILogger<RegistryClients> log)
{
    /// <summary>The one that writes: nothing is acknowledged that all in-sync replicas do not have.</summary>
    public IProducer<byte[], byte[]?> Producer(RegistryOptions options) => WithLogin(
        new ProducerBuilder<byte[], byte[]?>(new ProducerConfig(kafka.Value.ForClient())
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 0,
            MessageTimeoutMs = (int)options.WriteTimeout.TotalMilliseconds,
        }),
        (builder, refresh) => builder.SetOAuthBearerTokenRefreshHandler(refresh))
        .SetErrorHandler((_, error) => LogClientError(error)).SetLogHandler((_, message) => LogClient(message.Message)).Build();

    /// <summary>The one that reads everything, and goes on reading; it commits nothing.</summary>
    public IConsumer<byte[]?, byte[]?> Consumer() => WithLogin(
        new ConsumerBuilder<byte[]?, byte[]?>(new ConsumerConfig(kafka.Value.ForClient())
        {
            GroupId = "ingest-schema-registry", // librdkafka wants one; nobody joins
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }),
        (builder, refresh) => builder.SetOAuthBearerTokenRefreshHandler(refresh))
        .SetErrorHandler((_, error) => LogClientError(error)).SetLogHandler((_, message) => LogClient(message.Message)).Build();

    /// <summary>The one that makes the topic.</summary>
    public IAdminClient Admin() => WithLogin(new AdminClientBuilder(kafka.Value.ForClient()), (builder, refresh) => builder.SetOAuthBearerTokenRefreshHandler(refresh))
        .SetErrorHandler((_, error) => LogClientError(error)).SetLogHandler((_, message) => LogClient(message.Message)).Build();

    private T WithLogin<T>(T builder, Func<T, Action<IClient, string>, T> set)
    {
        if (kafka.Value.Authentication != KafkaAuthentication.MskIam)
        {
            return builder;
        }

        var login = MskLogin.ByDefaultCredentials(kafka.Value.Region, time);
        return set(builder, (client, _) => login.Refresh(
            (token, expires, principal) => client.OAuthBearerSetToken(token, expires, principal), client.OAuthBearerSetTokenFailure));
    }

    [LoggerMessage(LogLevel.Warning, "The Kafka client reports: {Error}")]
    private partial void LogClientError(Error error);

    [LoggerMessage(LogLevel.Debug, "Kafka client: {Text}")]
    private partial void LogClient(string text);
}
