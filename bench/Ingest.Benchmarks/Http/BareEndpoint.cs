using System.Buffers;
using System.Text.Json;
using Confluent.Kafka;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.ObjectPool;

namespace Ingest.Benchmarks.Http;

/// <summary>What a team would write by hand: Kestrel, Utf8JsonReader, one Confluent.Kafka producer, and nothing else.</summary>
/// <remarks>It checks nothing: a body that is not <c>{"records":[{"value":…}]}</c> breaks it. Without a producer it parses and discards.</remarks>
internal sealed class BareEndpoint(IProducer<Null, byte[]>? producer)
{
    private readonly ObjectPool<BareWaiter> _waiters = new DefaultObjectPool<BareWaiter>(new DefaultPooledObjectPolicy<BareWaiter>(), 128);

    public static async Task RunAsync(string bootstrapServers, Action<string> ready)
    {
        using var producer = bootstrapServers.Length == 0 ? null : new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrapServers,
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 0,
            QueueBufferingMaxMessages = 1_000_000,
            DeliveryReportFields = "status",
        }).Build();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 10 << 20).UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(new BareEndpoint(producer).HandleAsync);
        await app.StartAsync();
        ready(app.Urls.Single());
        await Task.Delay(Timeout.Infinite);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync();
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync();
        }

        var values = Values(read.Buffer, producer is not null);
        reader.AdvanceTo(read.Buffer.End);
        var waiter = _waiters.Get();
        waiter.Prepare(values.Count);
        if (producer is not null)
        {
            await waiter.ProduceAsync(producer, context.Request.Path.Value!.Split('/')[^1], values);
        }

        context.Response.ContentType = "application/vnd.kafka.v2+json";
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            Write(json, waiter.Reports.AsSpan(0, values.Count));
        }

        _waiters.Return(waiter);
        await context.Response.BodyWriter.FlushAsync();
    }

    private static List<byte[]> Values(ReadOnlySequence<byte> body, bool keep)
    {
        var json = new Utf8JsonReader(body);
        var values = new List<byte[]>();
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("value"u8))
            {
                json.Read();
                var start = json.TokenStartIndex;
                json.Skip();
                values.Add(keep ? body.Slice(start, json.BytesConsumed - start).ToArray() : []);
            }
        }

        return values;
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<(int Partition, long Offset)> reports)
    {
        json.WriteStartObject();
        json.WriteStartArray("offsets"u8);
        foreach (var report in reports)
        {
            json.WriteStartObject();
            json.WriteNumber("partition"u8, report.Partition);
            json.WriteNumber("offset"u8, report.Offset);
            json.WriteNull("error_code"u8);
            json.WriteNull("error"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
