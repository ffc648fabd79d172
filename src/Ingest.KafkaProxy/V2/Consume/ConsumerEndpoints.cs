using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>Consumer instances: created, told what to read, read, committed, deleted.</summary>
internal sealed class ConsumerEndpoints(
    ConsumerInstances instances, RecordReader reader, KafkaIdentities identities, Replicas replicas, ReplicaForwarder forwarder, IOptions<KafkaRestOptions> options)
{
    private readonly KafkaRestOptions _options = options.Value;

    public async Task CreateAsync(HttpContext context, string group)
    {
        if (replicas.AreMany)
        {
            context.Request.EnableBuffering(); // the name that says where it goes is in the body, which has to go there too
        }

        var settings = await ConsumerSettings.ReadAsync(context, _options, () => replicas.NewName(group));
        if (replicas.AreMany)
        {
            context.Request.Body.Position = 0;
            if (await forwarder.TryForwardAsync(context, group, settings.Name))
            {
                return;
            }
        }

        instances.Create(group, settings, identities.Of(context));
        var url = $"{PublicUrl.Of(context.Request, _options)}/consumers/{Uri.EscapeDataString(group)}/instances/{Uri.EscapeDataString(settings.Name)}";
        await MetadataAnswer.WriteAsync(context, new ConsumerAnswer(settings.Name, url));
    }

    public async Task DeleteAsync(HttpContext context, string group, string name)
    {
        await instances.RemoveAsync(Find(context, group, name));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    public async Task SubscribeAsync(HttpContext context, string group, string name)
    {
        var instance = Find(context, group, name);
        var body = await JsonBody.ReadAsync(context, "topics", "topic_pattern");
        var (topics, pattern) = (body.Texts("topics"), body.Text("topic_pattern"));
        if (topics is null && pattern is null)
        {
            throw body.Missing("topics or topic_pattern");
        }

        await ChangeAsync(context, instance, () => ConsumerPositions.Subscribe(instance, topics, pattern));
    }

    public async Task GetSubscriptionAsync(HttpContext context, string group, string name)
    {
        var instance = Find(context, group, name);
        var topics = await instance.UseAsync(() => SubscriptionOf(instance.Consumer), context.RequestAborted);
        await MetadataAnswer.WriteAsync(context, new SubscriptionAnswer(topics));
    }

    public async Task UnsubscribeAsync(HttpContext context, string group, string name)
    {
        var instance = Find(context, group, name);
        await ChangeAsync(context, instance, () => ConsumerPositions.Unsubscribe(instance));
    }

    public async Task AssignAsync(HttpContext context, string group, string name)
    {
        var instance = Find(context, group, name);
        var partitions = ConsumerBodies.Partitions(await JsonBody.ReadAsync(context, "partitions"));
        var missing = await ConsumerPositions.FindMissingAsync(identities.Of(context).Cluster, partitions);
        await ChangeAsync(context, instance, () => ConsumerPositions.AssignByHand(instance, partitions, missing));
    }

    public async Task GetAssignmentsAsync(HttpContext context, string group, string name)
    {
        var instance = Find(context, group, name);
        var assigned = await instance.UseAsync(() => instance.Consumer.Assignment, context.RequestAborted);
        await MetadataAnswer.WriteAsync(context, new AssignmentsAnswer(
            [.. assigned.OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition.Value)
                .Select(partition => new AssignedPartition(partition.Topic, partition.Partition.Value))]));
    }

    public async Task SeekAsync(HttpContext context, string group, string name)
    {
        var instance = Find(context, group, name);
        var body = await JsonBody.ReadAsync(context, "offsets", "timestamps");
        var (offsets, times) = (ConsumerBodies.Offsets(body), ConsumerBodies.Times(body));
        if (offsets is null && times is null)
        {
            throw body.Missing("offsets or timestamps");
        }

        await SeekAsync(context, instance, offsets ?? [], times ?? []);
    }

    /// <param name="context">The request.</param>
    /// <param name="group">The group.</param>
    /// <param name="name">The instance.</param>
    /// <param name="to">The beginning or the end.</param>
    public async Task SeekAsync(HttpContext context, string group, string name, OffsetSpec to)
    {
        var instance = Find(context, group, name);
        var partitions = ConsumerBodies.Partitions(await JsonBody.ReadAsync(context, "partitions"));
        await SeekAsync(context, instance, [], partitions.Select(partition => (partition, to)));
    }

    public async Task ReadAsync(HttpContext context, string group, string name)
    {
        var instance = Find(context, group, name);
        var format = instance.Settings.Format;
        if (!Accepts(context.Request, format))
        {
            throw new RestException(new(406, 40601, "The requested embedded data format does not match the deserializer for this consumer instance"));
        }

        var timeout = ConsumerBodies.Query(context.Request, "timeout", (long)instance.Settings.RequestTimeout.TotalMilliseconds);
        var bytesMax = ConsumerBodies.Query(context.Request, "max_bytes", _options.ConsumerRequestBytesMax);
        var records = await reader.ReadAsync(
            instance,
            TimeSpan.FromMilliseconds(Math.Min(timeout, _options.ConsumerRequestTimeoutMax.TotalMilliseconds)),
            Math.Min(bytesMax, _options.ConsumerRequestBytesMax),
            context.RequestAborted);
        await RecordsAnswer.WriteAsync(context.Response, records, format, _options.Strict);
    }

    public async Task CommitAsync(HttpContext context, string group, string name)
    {
        var instance = Find(context, group, name);
        var offsets = ConsumerBodies.Offsets(await JsonBody.ReadAsync(context, "offsets"));
        await instance.UseAsync(() => Commit(instance, offsets), context.RequestAborted);
        await MetadataAnswer.WriteAsync(context, (IReadOnlyList<string>)[]);
    }

    public async Task GetCommittedAsync(HttpContext context, string group, string name)
    {
        var instance = Find(context, group, name);
        var body = await JsonBody.ReadAsync(context, "partitions");
        var partitions = body.IsThere ? ConsumerBodies.Partitions(body) : throw new RestException(RestError.PartitionNotFound);
        var committed = await instance.UseAsync(() => instance.Consumer.Committed(partitions, _options.MetadataTimeout), context.RequestAborted);
        await MetadataAnswer.WriteAsync(context, new CommittedAnswer(
            [.. committed.Where(position => !position.Offset.IsSpecial).Select(position => new CommittedOffset(position.Topic, position.Partition.Value, position.Offset.Value, ""))]));
    }

    /// <summary>REST Proxy takes a client that names no format to want binary; here it gets the instance's own.</summary>
    private bool Accepts(HttpRequest request, ConsumerFormat format) => _options.Strict
        ? Accept.Choose(request, MediaTypes.V2Binary, MediaTypes.V2Json, MediaTypes.V2Avro, MediaTypes.V2JsonSchema) == RecordsAnswer.MediaTypeOf(format)
        : Accept.Choose(request, RecordsAnswer.MediaTypeOf(format), MediaTypes.V2, MediaTypes.Json) is not null;

    private async Task SeekAsync(
        HttpContext context, ConsumerInstance instance, IReadOnlyList<TopicPartitionOffset> offsets, IEnumerable<(TopicPartition Partition, OffsetSpec Spec)> wanted)
    {
        wanted = [.. wanted];
        await instance.UseAsync(() => ConsumerPositions.CheckAssigned(instance, [.. offsets.Select(position => position.TopicPartition), .. wanted.Select(item => item.Partition)]), context.RequestAborted);
        var found = await ConsumerPositions.FindAsync(identities.Of(context).Cluster, wanted);
        await ChangeAsync(context, instance, () => ConsumerPositions.Seek(instance, [.. offsets, .. found]));
    }

    private static async Task ChangeAsync(HttpContext context, ConsumerInstance instance, Func<bool> change)
    {
        await instance.UseAsync(change, context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The topics of its list; with a pattern those that it has got partitions of.</summary>
    private static List<string> SubscriptionOf(IConsumer<byte[]?, byte[]?> consumer) =>
        consumer.Subscription is [['^', ..]] ? [.. consumer.Assignment.Select(partition => partition.Topic).Distinct().Order(StringComparer.Ordinal)] : consumer.Subscription;

    /// <summary>Commits the offset behind each that is named, or behind all that was handed out of partitions that it still has.</summary>
    private static bool Commit(ConsumerInstance instance, IReadOnlyList<TopicPartitionOffset>? offsets)
    {
        TopicPartitionOffset[] behind = offsets is null
            ? [.. instance.Consumer.Assignment.Where(instance.Next.ContainsKey).Select(partition => new TopicPartitionOffset(partition, instance.Next[partition]))]
            : [.. offsets.Select(position => new TopicPartitionOffset(position.TopicPartition, position.Offset + 1))];
        if (behind.Length > 0)
        {
            instance.Consumer.Commit(behind);
        }

        return true;
    }

    private ConsumerInstance Find(HttpContext context, string group, string name) => instances.Find(group, name, identities.Of(context));
}
