using Confluent.Kafka;
using Ingest.MskIam;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.SchemaRegistry.Storage;

/// <summary>Opens the registry's Kafka clients.</summary>
internal sealed partial class RegistryClients(IOptions<KafkaSettings> kafka, IOptions<RegistryOptions> options, TimeProvider time, ILogger<RegistryClients> log)
{
    /// <summary>The one that writes: nothing is acknowledged that all in-sync replicas do not have.</summary>
    public IProducer<byte[], byte[]?> Producer() => WithLogin(
        new ProducerBuilder<byte[], byte[]?>(new ProducerConfig(kafka.Value.ForClient())
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 0,
            MessageTimeoutMs = (int)options.Value.WriteTimeout.TotalMilliseconds,
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

    /// <summary>The member of the registries' group.</summary>
    /// <param name="assigned">Called with the partitions that it gets: the topic's one, or none.</param>
    /// <param name="lost">Called when it has none any more, and the group decides anew.</param>
    public IConsumer<Ignore, Ignore> Member(Action<IReadOnlyList<TopicPartition>> assigned, Action lost) => WithLogin(
        new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig(kafka.Value.ForClient())
        {
            GroupId = $"ingest-schema-registry{options.Value.Topic}",
            EnableAutoCommit = false,
            AutoOffsetReset = AutoOffsetReset.Latest,
            SessionTimeoutMs = 10_000,
            TopicMetadataRefreshIntervalMs = 1000,
        }),
        (builder, refresh) => builder.SetOAuthBearerTokenRefreshHandler(refresh))
        .SetPartitionsAssignedHandler((_, partitions) => assigned(partitions))
        .SetPartitionsRevokedHandler((_, _) => lost())
        .SetPartitionsLostHandler((_, _) => lost())
        .SetErrorHandler((_, error) => LogClientError(error)).SetLogHandler((_, message) => LogClient(message.Message)).Build();

    /// <summary>The one that makes the topic, and asks how far it goes.</summary>
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
