using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.V2.Consume;
using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.V2.Events;

/// <summary>Pushes a topic's records to clients that keep a request open.</summary>
internal sealed class EventEndpoints(KafkaIdentities identities, RecordDecoder decoder, IHostApplicationLifetime lifetime, TimeProvider time, IOptions<KafkaRestOptions> options)
{
    private readonly KafkaRestOptions _options = options.Value;
    private int _streams;

    public async Task StreamAsync(HttpContext context, string topic)
    {
        var query = context.Request.Query;
        var (from, format) = (FromOf(query["from"].ToString()), FormatOf(query["format"].ToString()));
        var clients = identities.Of(context);
        var found = await clients.Cluster.FindTopicAsync(topic) ?? throw new RestException(RestError.TopicNotFound);
        var positions = await EventPositions.FindAsync(clients.Cluster, topic, PartitionsOf(found, query["partition"].ToString()), from, context.Request.Headers["Last-Event-ID"].ToString());
        if (Interlocked.Increment(ref _streams) > _options.EventsMax)
        {
            Interlocked.Decrement(ref _streams);
            throw new RestException(new(503, 50301, $"There are {_options.EventsMax} streams of events already; try again later.", RetryAfterSeconds: 1));
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var consumer = OpenConsumer(clients);
        try
        {
            consumer.Assign(positions.In(topic));
            await new EventStream(context.Response, consumer, positions, format, decoder, _options, time).RunAsync(ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested || context.Response.HasStarted)
        {
            // The client has left, or the service stops: the stream ends, and its client comes back with the id of its last event.
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
            await Task.Factory.StartNew(consumer.Dispose, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private static IConsumer<byte[]?, byte[]?> OpenConsumer(KafkaClients clients) => clients.OpenConsumer(
    [
        new("group.id", "ingest-kafka-proxy-events"), // librdkafka wants one; nothing is committed, and nobody joins
        new("enable.auto.commit", "false"),
        new("allow.auto.create.topics", "false"),
        new("queued.max.messages.kbytes", "4096"),
        new("auto.offset.reset", "earliest"), // what retention has taken is passed over
    ]);

    private static OffsetSpec FromOf(string from) => from switch
    {
        "" or "latest" => OffsetSpec.Latest(),
        "earliest" => OffsetSpec.Earliest(),
        _ when long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) => OffsetSpec.ForTimestamp(milliseconds),
        _ => throw new RestException(RestError.Malformed($"from is '{from}'; it has to be earliest, latest or milliseconds since 1970.")),
    };

    private static ConsumerFormat FormatOf(string format) => format switch
    {
        "" or "json" => ConsumerFormat.Json,
        "binary" => ConsumerFormat.Binary,
        "avro" => ConsumerFormat.Avro,
        "jsonschema" => ConsumerFormat.JsonSchema,
        _ => throw new RestException(RestError.Malformed($"format is '{format}'; it has to be json, binary, avro or jsonschema.")),
    };

    private static int[] PartitionsOf(TopicMetadata topic, string wanted)
    {
        int[] all = [.. topic.Partitions.Select(partition => partition.PartitionId)];
        return wanted.Length == 0 ? all
            : !int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var partition) ? throw new RestException(RestError.Malformed("partition has to be a number."))
            : all.Contains(partition) ? [partition]
            : throw new RestException(RestError.PartitionNotFound);
    }
}
