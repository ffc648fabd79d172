using System.Text.Json;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Limits;
using Ingest.KafkaProxy.V2.Produce;
using Ingest.KafkaProxy.V2.Topics;
using Ingest.KafkaProxy.V3.Topics;
using Ingest.KafkaProxy.Wire;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>Takes records for one topic, as a stream of objects or as a batch.</summary>
internal sealed class RecordEndpoints(InFlightBytes inFlight, KafkaIdentities identities, TimeProvider time, IOptions<KafkaRestOptions> options)
{
    private readonly KafkaRestOptions _options = options.Value;

    /// <summary>Reports on each object as soon as its outcome is known, while the request may go on.</summary>
    public async Task StreamAsync(HttpContext context, string cluster, string topic)
    {
        var call = await OpenAsync(context, cluster, topic);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null; // each object has its limit, the stream has none
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // a client may wait for as long as it likes between two records
        }

        using var deadline = new CancellationTokenSource(_options.StreamDurationMax, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        var reader = new ObjectReader(context.Request.BodyReader, _options.RequestBytesMax);
        var first = await ReadFirstAsync(reader, ending.Token);
        var stream = new RecordStream(context.Response, topic, call.Links.ClusterId, _options.StreamRecordsMax);
        var reporting = stream.ReportAsync();
        try
        {
            await ReadAsync(stream, reader, first, topic, identities.Of(context).Producer, ending.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            await stream.AddAsync(Failed(new(408, 408, $"The stream has lasted {_options.StreamDurationMax}, which is the longest that it may.")));
        }
        finally
        {
            stream.Complete();
            await reporting;
        }
    }

    /// <summary>Reports on all entries when all outcomes are known.</summary>
    public async Task BatchAsync(HttpContext context, string cluster, string topic)
    {
        var call = await OpenAsync(context, cluster, topic);
        var entries = BatchEntries.Read(await TopicBodies.ReadAsync(context, _options.RequestBytesMax, "entries"), _options.BatchEntriesMax);
        var producer = identities.Of(context).Producer;
        var reports = await Task.WhenAll(entries.Select(entry => Store(producer, topic, entry.Body)));
        await BatchEntries.AnswerAsync(context.Response, call.Links.ClusterId, topic, entries, reports);
    }

    private static async Task<V3Call> OpenAsync(HttpContext context, string cluster, string topic)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        return TopicName.CheckForProduce(topic) is { } refused ? throw new RestException(refused) : call;
    }

    /// <summary>Before the first object nothing has been answered, so that what is wrong with it can be the answer.</summary>
    private static async Task<byte[]> ReadFirstAsync(ObjectReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadAsync(cancellation) ?? throw new RestException(TopicBodies.NoBody);
        }
        catch (JsonException malformed)
        {
            throw new RestException(RestError.Malformed($"Malformed JSON: {malformed.Message}"));
        }
    }

    private async Task ReadAsync(RecordStream stream, ObjectReader reader, byte[] first, string topic, KafkaProducer producer, CancellationToken cancellation)
    {
        try
        {
            for (var next = first; next is not null; next = await reader.ReadAsync(cancellation))
            {
                var bytes = next;
                await stream.AddAsync(Store(producer, topic, () => JsonBody.Parse(bytes, RecordRequest.Fields)));
            }
        }
        catch (JsonException malformed)
        {
            await stream.AddAsync(Failed(RestError.Malformed($"Malformed JSON: {malformed.Message}")));
        }
        catch (RestException refused)
        {
            await stream.AddAsync(Failed(refused.Error));
        }
    }

    private static Task<RecordReport> Failed(RestError error) => Task.FromResult(RecordReport.Failed(error));

    private Task<RecordReport> Store(KafkaProducer producer, string topic, JsonBody body) => Store(producer, topic, () => body);

    /// <summary>Queues a record; what is none is reported in its place, and the next one goes on.</summary>
    private Task<RecordReport> Store(KafkaProducer producer, string topic, Func<JsonBody> body)
    {
        try
        {
            var record = RecordRequest.Read(body(), time.GetUtcNow());
            var claim = inFlight.Open();
            return claim.TryGrow(record.Bytes + ProduceEndpoint.BytesPerRecord)
                ? RecordStream.Enqueue(producer, topic, record, claim)
                : Failed(RequestBody.Busy);
        }
        catch (RestException refused)
        {
            return Failed(refused.Error);
        }
    }
}
