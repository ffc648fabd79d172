using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Limits;
using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.V2.Topics;
using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Takes records for one topic and answers for each of them, in the order they came.</summary>
internal sealed class ProduceEndpoint(
    KafkaIdentities identities,
    ObjectPool<PendingProduce> pending,
    InFlightBytes inFlight,
    CallerLimits limits,
    SchemaStore schemas,
    SchemaEncoding encoding,
    ProduceMetrics metrics,
    TimeProvider time,
    IOptions<KafkaRestOptions> options)
{
    /// <summary>What the client libraries hold for a record besides its bytes; measured at 480 in the .NET one.</summary>
    public const int BytesPerRecord = 512;

    private readonly KafkaRestOptions _options = options.Value;

    /// <param name="context">The request.</param>
    /// <param name="topic">The topic to store in.</param>
    /// <param name="partition">The partition of the records that name none; any when null.</param>
    public Task HandleAsync(HttpContext context, string topic, int? partition)
    {
        var (format, error) = EmbeddedFormats.Read(context.Request.ContentType, _options.Strict, schemas.HasRegistry);
        error ??= TopicName.CheckForProduce(topic);
        return error?.WriteAsync(context.Response)
            ?? (_options.Dialect == Dialect.Karapace ? StoreInKnownAsync(context, format, topic, partition) : StoreAsync(context, format, topic, partition));
    }

    private async Task StoreInKnownAsync(HttpContext context, EmbeddedFormat format, string topic, int? partition)
    {
        if (!await identities.Of(context).Cluster.HasTopicAsync(topic))
        {
            await RestError.NoTopic(Dialect.Karapace, topic).WriteAsync(context.Response);
            return;
        }

        await StoreAsync(context, format, topic, partition);
    }

    private async Task StoreAsync(HttpContext context, EmbeddedFormat format, string topic, int? partition)
    {
        using var claim = inFlight.Open();
        var body = await RequestBody.ReadAsync(context.Request, _options.RequestBytesMax, claim);
        var started = time.GetTimestamp();
        var records = pending.Get();
        RestError? error;
        ValueTask stored = default;
        using (body)
        {
            error = ProduceRequestParser.Parse(body, format, _options, records)
                ?? limits.TakeRecords(context, records.Count)
                ?? (claim.TryGrow(BytesPerRecord * (long)records.Count) ? null : RequestBody.Busy);
            if (format is EmbeddedFormat.Avro or EmbeddedFormat.JsonSchema)
            {
                error ??= await encoding.EncodeAsync(records, format, topic);
            }

            if (error is null)
            {
                // No cancellation: see PendingProduce.
                stored = records.ProduceAsync(identities.Of(context).Producer, topic, partition);
            }
        }

        await stored;
        if (records.TooLarge is not null)
        {
            await BatchMates.SortOutAsync(records, identities.Of(context).Cluster, topic);
        }

        if (error is null)
        {
            metrics.Produced(records, started);
        }

        await (error?.WriteAsync(context.Response) ?? ProduceAnswer.WriteAsync(context.Response, records, _options.StatusFromRecords));

        // Not after an exception: what is under way then is not known.
        records.Clear();
        pending.Return(records);
    }
}
