using System.Collections.Concurrent;
using Confluent.Kafka;
using Ingest.MskIam;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.S3Sink.Consuming;

/// <summary>The sink's two clients of Kafka: how they are set, how they log in, what they say on their own account.</summary>
internal sealed partial class KafkaClients(IOptions<KafkaSettings> kafka, TimeProvider time, ILogger<KafkaClients> log)
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<ErrorCode, long> _lastLogged = [];

    /// <summary>What is configured, defaults beneath it, and on top what the sink's correctness needs.</summary>
    public static ConsumerConfig ConsumerSettings(IReadOnlyDictionary<string, string> configured, SinkOptions options)
    {
        var settings = new Dictionary<string, string>(configured, StringComparer.Ordinal);
        settings.TryAdd("topic.metadata.refresh.interval.ms", "10000"); // how soon a new topic is found
        settings.TryAdd("queued.max.messages.kbytes", "16384");         // what librdkafka reads ahead, beside our own buffers
        return new ConsumerConfig(settings)
        {
            GroupId = options.GroupId,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,      // an offset is committed when its object is there
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,     // tells that an unfinished plan has been read to its end
            GroupProtocol = GroupProtocol.Classic,

            // Eager: each assignment is whole and comes when nothing is assigned, so the sink assigns it itself once the store
            // has said where to go on. Round robin spreads topics of one partition.
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.RoundRobin,
        };
    }

    /// <summary>The client that reads the records.</summary>
    public ConsumerBuilder<byte[], byte[]> Consumer(SinkOptions options)
    {
        var builder = new ConsumerBuilder<byte[], byte[]>(ConsumerSettings(kafka.Value.ForClient(), options))
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, message) => LogClient(message.Name, message.Message));
        return TokenRefresh() is { } refresh ? builder.SetOAuthBearerTokenRefreshHandler(refresh) : builder;
    }

    /// <summary>The client that asks the cluster who it is.</summary>
    public IAdminClient Admin()
    {
        var builder = new AdminClientBuilder(kafka.Value.ForClient())
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, message) => LogClient(message.Name, message.Message));
        return (TokenRefresh() is { } refresh ? builder.SetOAuthBearerTokenRefreshHandler(refresh) : builder).Build();
    }

    private Action<IClient, string>? TokenRefresh()
    {
        if (kafka.Value.Authentication != KafkaAuthentication.MskIam)
        {
            return null;
        }

        var login = MskLogin.ByDefaultCredentials(kafka.Value.Region, time);
        return (client, _) => login.Refresh(
            (token, expires, principal) => client.OAuthBearerSetToken(token, expires, principal), client.OAuthBearerSetTokenFailure);
    }

    /// <summary>While something is wrong both clients say the same again and again; it is logged now and then.</summary>
    private void OnError(Error error)
    {
        if (!_lastLogged.TryGetValue(error.Code, out var last) || time.GetElapsedTime(last) >= RepeatAfter)
        {
            _lastLogged[error.Code] = time.GetTimestamp();
            LogClientError(error);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The Kafka client reports: {Error}")]
    private partial void LogClientError(Error error);

    [LoggerMessage(LogLevel.Debug, "{Name}: {Text}")]
    private partial void LogClient(string name, string text);
}
