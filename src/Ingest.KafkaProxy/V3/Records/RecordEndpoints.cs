using System.Text.Json;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Limits;
using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.V2.Produce;
using Ingest.KafkaProxy.V2.Topics;
using Ingest.KafkaProxy.V3.Topics;
using Ingest.KafkaProxy.Wire;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>Takes records for one topic, as a stream of objects or as a batch.</summary>
internal sealed class RecordEndpoints(
    InFlightBytes inFlight, KafkaIdentities identities, IHostApplicationLifetime lifetime, SchemaStore schemas, ProduceMetrics metrics, TimeProvider time, IOptions<KafkaRestOptions> options)
{
    /// <summary>What was stored is reported before; the rest may be sent to another replica.</summary>
    private static readonly RestError Stopping = new(503, 50301, "The proxy is stopping.", RetryAfterSeconds: 1);

    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

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
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, lifetime.ApplicationStopping, context.RequestAborted);
        var reader = new ObjectReader(RequestBody.Open(context.Request), _options.RequestBytesMax);
        var first = await ReadFirstAsync(context, reader, ending.Token);
        var stream = new RecordStream(context.Response, topic, call.Links.ClusterId, _options.StreamRecordsMax);
        var reporting = stream.ReportAsync();
        try
        {
            await ReadAsync(context, stream, reader, first, topic, ending.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            await stream.AddAsync(Failed(new(408, 408, $"The stream has lasted {_options.StreamDurationMax}, which is the longest that it may.")));
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            await stream.AddAsync(Failed(Stopping));
        }
        finally
        {
            stream.Complete();
            await reporting;
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await LeaveAsync(context);
        }
    }

    /// <summary>Gives the client the time to read the last report: a connection that is closed under what it still sends may lose that.</summary>
    /// <remarks>Kestrel would wait for the rest of the request, and hold up the service's stop.</remarks>
    private async Task LeaveAsync(HttpContext context)
    {
        await context.Response.CompleteAsync();
        using var patience = new CancellationTokenSource(Linger, time);
        try
        {
            var body = context.Request.BodyReader;
            while (await body.ReadAsync(patience.Token) is { IsCompleted: false } read)
            {
                body.AdvanceTo(read.Buffer.End);
            }
        }
        catch (Exception left) when (left is OperationCanceledException or IOException)
        {
            context.Abort(); // it sends no more, or is gone
        }
    }

    /// <summary>Reports on all entries when all outcomes are known.</summary>
    public async Task BatchAsync(HttpContext context, string cluster, string topic)
    {
        var call = await OpenAsync(context, cluster, topic);
        var entries = BatchEntries.Read(await TopicBodies.ReadAsync(context, _options.RequestBytesMax, "entries"), _options.BatchEntriesMax);
        var producer = identities.Of(context).Producer;
        var reports = new List<Task<RecordReport>>();
        foreach (var (_, body) in entries)
        {
            reports.Add(await StoreAsync(producer, topic, () => body));
        }

        await BatchEntries.AnswerAsync(context.Response, call.Links.ClusterId, topic, entries, await Task.WhenAll(reports));
    }

    private static async Task<V3Call> OpenAsync(HttpContext context, string cluster, string topic)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        return TopicName.CheckForProduce(topic) is { } refused ? throw new RestException(refused) : call;
    }

    /// <summary>Before the first object nothing has been answered, so that what is wrong with it can be the answer.</summary>
    private async Task<byte[]> ReadFirstAsync(HttpContext context, ObjectReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadAsync(cancellation) ?? throw new RestException(TopicBodies.NoBody);
        }
        catch (JsonException malformed)
        {
            throw new RestException(RestError.Malformed($"Malformed JSON: {malformed.Message}"));
        }
        catch (Exception failure) when (RequestBody.IsBadlyEncoded(context.Request, failure))
        {
            throw new RestException(RequestBody.BadlyEncoded(context.Request));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new RestException(Stopping);
        }
    }

    private async Task ReadAsync(HttpContext context, RecordStream stream, ObjectReader reader, byte[] first, string topic, CancellationToken cancellation)
    {
        var producer = identities.Of(context).Producer;
        try
        {
            for (var next = first; next is not null; next = await reader.ReadAsync(cancellation))
            {
                var bytes = next;
                await stream.AddAsync(await StoreAsync(producer, topic, () => JsonBody.Parse(bytes, RecordRequest.Fields)));
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
        catch (Exception failure) when (RequestBody.IsBadlyEncoded(context.Request, failure))
        {
            await stream.AddAsync(Failed(RequestBody.BadlyEncoded(context.Request)));
        }
    }

    private static Task<RecordReport> Failed(RestError error) => Task.FromResult(RecordReport.Failed(error));

    private async Task<RecordReport> CountAsync(Task<RecordReport> record, long bytes)
    {
        var report = await record;
        metrics.Produced(report.Error?.Code ?? 0, bytes);
        return report;
    }

    /// <summary>Queues a record when its schemas are found; what is none is reported in its place, and the next one goes on.</summary>
    /// <returns>The report to come.</returns>
    private async ValueTask<Task<RecordReport>> StoreAsync(KafkaProducer producer, string topic, Func<JsonBody> body)
    {
        try
        {
            var record = await RecordRequest.ReadAsync(body(), topic, schemas, time.GetUtcNow());
            var claim = inFlight.Open();
            return claim.TryGrow(record.Bytes + ProduceEndpoint.BytesPerRecord)
                ? CountAsync(RecordStream.Enqueue(producer, topic, record, claim), record.Bytes)
                : Failed(RequestBody.Busy);
        }
        catch (RestException refused)
        {
            return Failed(refused.Error);
        }
    }
}
