using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Ingest.Benchmarks.Kafka;

/// <summary>The topics that the load goes to, by their number of partitions.</summary>
internal static class Topics
{
    public static readonly int[] Partitions = [1, 12, 1000];

    public static IEnumerable<(string Topic, int Partitions)> All => Partitions.Select(partitions => (Of(partitions), partitions)).Append((Read, ReadPartitions)).Append((Posts, 4));

    /// <summary>The topic that consumers read: of a size that the mock cluster keeps, which is at most 5 MiB a partition.</summary>
    public const string Read = "read";
    public const int ReadPartitions = 12;

    /// <summary>The topic that HTTP candidates post to.</summary>
    public const string Posts = "posts";

    public static string Of(int partitions) => $"active-{partitions}";

    public static async Task CreateAsync(string bootstrapServers, params IEnumerable<(string Topic, int Partitions)> topics)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build();
        await admin.CreateTopicsAsync(topics.Select(topic => new TopicSpecification { Name = topic.Topic, NumPartitions = topic.Partitions, ReplicationFactor = 1 }));
    }
}
