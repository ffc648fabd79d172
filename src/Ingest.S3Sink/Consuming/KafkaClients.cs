using Confluent.Kafka;
using Ingest.ServiceDefaults;

namespace Ingest.S3Sink.Consuming;

/// <summary>The settings of the Kafka clients: what is configured, defaults beneath it, and on top what the sink's correctness needs.</summary>
internal static partial class KafkaClients
{
    public static ConsumerConfig Consumer(IReadOnlyDictionary<string, string> configured, SinkOptions options)
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

    public static IAdminClient Admin(KafkaSettings settings, ILogger log) =>
        new AdminClientBuilder(settings.ForClient())
            .SetLogHandler((_, message) => LogClient(log, message.Name, message.Message))
            .Build();

    [LoggerMessage(LogLevel.Debug, "{Name}: {Text}")]
    private static partial void LogClient(ILogger log, string name, string text);
}
