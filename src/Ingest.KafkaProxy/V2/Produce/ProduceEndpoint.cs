using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Limits;
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
    public async Task HandleAsync(HttpContext context, string topic, int? partition)
    {
        var (format, error) = EmbeddedFormats.Read(context.Request.ContentType, _options.Strict);
        error ??= TopicName.CheckForProduce(topic);
        if (error is not null)
        {
            await error.WriteAsync(context.Response);
            return;
        }

        using var claim = inFlight.Open();
        (var records, error) = await ReadAsync(context.Request, format, claim);
        if (error is not null)
        {
            await error.WriteAsync(context.Response);
            return;
        }

        await ProduceAsync(context, topic, partition, records);
    }

    private async Task<(List<ProduceRecord> Records, RestError? Error)> ReadAsync(
        HttpRequest request, EmbeddedFormat format, InFlightBytes.Claim claim)
    {
        using var body = await RequestBody.ReadAsync(request, _options.RequestBytesMax, claim);
        var (records, error) = ProduceRequestParser.Parse(body.Span, format, _options);
        return error is null && !claim.TryGrow(BytesPerRecord * (long)records.Count)
            ? ([], RequestBody.Busy)
            : (records, error);
    }

    private async Task ProduceAsync(HttpContext context, string topic, int? partition, List<ProduceRecord> records)
    {
        var started = time.GetTimestamp();
        var produced = pending.Get();

        // No cancellation: see PendingProduce. Should this throw, the pool does not get the object back.
        await produced.ProduceAsync(identities.Of(context).Producer, topic, partition, records);
        metrics.Produced(records, produced.Outcomes, started);
        try
        {
            await ProduceAnswer.WriteAsync(context.Response, produced, _options.StatusFromRecords);
        }
        finally
        {
            pending.Return(produced);
        }
    }
}
