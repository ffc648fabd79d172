using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.V2.Topics;

/// <summary>Which topics there are and where their partitions live. Asking never creates a topic.</summary>
internal sealed class TopicEndpoints(KafkaIdentities identities, IOptions<KafkaRestOptions> options)
{
    private readonly Dialect _dialect = options.Value.Dialect;

    public async Task ListAsync(HttpContext context)
    {
        var metadata = await identities.Of(context).Cluster.DescribeAsync();
        IReadOnlyList<string> names = [.. metadata.Topics.Select(topic => topic.Topic).Order(StringComparer.Ordinal)];
        await MetadataAnswer.WriteAsync(context, names);
    }

    public async Task GetAsync(HttpContext context, string topic)
    {
        if (await identities.Of(context).Cluster.FindTopicAsync(topic) is not { } found)
        {
            await RestError.NoTopic(_dialect, topic).WriteAsync(context.Response);
            return;
        }

        var configs = await identities.Of(context).Cluster.ReadTopicConfigsAsync(topic);
        await MetadataAnswer.WriteAsync(context, new TopicAnswer(topic, configs, PartitionAnswer.From(found)));
    }

    public async Task ListPartitionsAsync(HttpContext context, string topic)
    {
        if (await identities.Of(context).Cluster.FindTopicAsync(topic) is not { } found)
        {
            await RestError.NoTopic(_dialect, topic).WriteAsync(context.Response);
            return;
        }

        await MetadataAnswer.WriteAsync(context, PartitionAnswer.From(found));
    }

    public async Task GetPartitionAsync(HttpContext context, string topic, int partition)
    {
        if (await identities.Of(context).Cluster.FindTopicAsync(topic) is not { } found)
        {
            await RestError.NoTopic(_dialect, topic).WriteAsync(context.Response);
            return;
        }

        if (found.Partitions.Find(candidate => candidate.PartitionId == partition) is not { } metadata)
        {
            await RestError.PartitionNotFound.WriteAsync(context.Response);
            return;
        }

        await MetadataAnswer.WriteAsync(context, PartitionAnswer.From(metadata));
    }

    public async Task GetOffsetsAsync(HttpContext context, string topic, int partition)
    {
        var cluster = identities.Of(context).Cluster;
        var found = await cluster.FindTopicAsync(topic) ?? throw new RestException(RestError.NoTopic(_dialect, topic));
        var asked = new TopicPartition(topic, found.Partitions.Exists(candidate => candidate.PartitionId == partition)
            ? partition
            : throw new RestException(RestError.PartitionNotFound));
        await MetadataAnswer.WriteAsync(context, new OffsetsAnswer(
            await cluster.FindOffsetAsync(asked, OffsetSpec.Earliest()), await cluster.FindOffsetAsync(asked, OffsetSpec.Latest())));
    }
}
