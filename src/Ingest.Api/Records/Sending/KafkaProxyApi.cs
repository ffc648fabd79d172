using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Ingest.Api.Records.Outcomes;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;
using Ingest.Api.Routing;
using Microsoft.Extensions.Options;

namespace Ingest.Api.Records.Sending;

/// <summary><c>POST /topics/{topic}</c> of the Kafka REST API v2, format json: a key is stored as JSON, a string with its quotes.</summary>
internal sealed class KafkaProxyApi(IOptions<RecordsOptions> options) : IProxyApi
{
    public Destinations Destination => Destinations.Batch;

    public Surface Surface => Surface.Kafka;

    public HttpMethod Method => HttpMethod.Post;

    public string ContentType => "application/vnd.kafka.json.v2+json";

    public int CallRecordsMax => options.Value.BatchCallRecordsMax;

    public int CallBytesMax => options.Value.BatchCallBytesMax;

    public string PathOf(SourceRoute route) => "/topics/" + route.Topic;

    public void Write(IBufferWriter<byte> body, IncomingRecord record)
    {
        body.Write("{"u8);
        if (record.Key is { } key)
        {
            body.Write("\"key\":"u8);
            if (record.KeyIsNumber)
            {
                CallBody.WriteRaw(body, key);
            }
            else
            {
                CallBody.WriteString(body, key);
            }

            body.Write(","u8);
        }

        body.Write("\"value\":"u8);
        body.Write(record.Json.Span);
        body.Write("}"u8);
    }

    public DestinationOutcome[] Read(int status, ReadOnlyMemory<byte> answer, int records) => ProxyAnswer.Read(answer, records, (root, outcomes) =>
    {
        // Also with a status of failure: REST Proxy says 401 or 403 when a record was refused for that.
        if (ProxyAnswer.Entries(root, "offsets", records) is { } entries)
        {
            for (var i = 0; i < records; i++)
            {
                outcomes[i] = ReadEntry(entries[i]);
            }
        }
        else
        {
            Array.Fill(outcomes, ReadRefusal(status, root));
        }
    });

    private static DestinationOutcome ReadEntry(JsonElement entry)
    {
        if (ProxyAnswer.Number(entry, "error_code") is { } code)
        {
            var (text, message) = (code.ToString(CultureInfo.InvariantCulture), ProxyAnswer.Text(entry, "error") ?? "The Kafka proxy gives no reason.");
            return ProxyAnswer.IsDoubtful(message) ? DestinationOutcome.Unknown(text, message) : DestinationOutcome.Failed(text, message, MayRetry(code));
        }

        return ProxyAnswer.Number(entry, "partition") is >= 0 and <= int.MaxValue and { } partition && ProxyAnswer.Number(entry, "offset") is >= 0 and { } offset
            ? DestinationOutcome.InTopic((int)partition, offset)
            : ProxyAnswer.Unreadable;
    }

    /// <summary>The request was answered as a whole, without outcomes.</summary>
    private static DestinationOutcome ReadRefusal(int status, JsonElement root)
    {
        if (ProxyAnswer.Number(root, "error_code") is not { } code)
        {
            return ProxyAnswer.ReadRefusal(status);
        }

        var message = $"The Kafka proxy answers {status}: {ProxyAnswer.Text(root, "message")}";
        var text = code.ToString(CultureInfo.InvariantCulture);

        // 503 is its own "busy" and "the broker is not available", said before anything is produced.
        return status < StatusCodes.Status500InternalServerError || status == StatusCodes.Status503ServiceUnavailable
            ? DestinationOutcome.Failed(text, message, MayRetry(code))
            : DestinationOutcome.Unknown(text, message);
    }

    /// <summary>Whether it is not the record that is at fault: 50002, 400, 413, 415 and 422 (with or without two more digits) say that it is.</summary>
    private static bool MayRetry(long code) => code != 50002 && (code >= 1000 ? code / 100 : code) is not (400 or 413 or 415 or 422);
}
