using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;

namespace Ingest.Api.Records.Outcomes;

/// <summary>Writes the answers of <c>POST /records/{source}</c>.</summary>
internal static class RecordsAnswer
{
    /// <summary>Quotes and braces as they are: texts show JSON, and a browser never takes this media type for HTML.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Each record's outcome, in the order of the request.</summary>
    public static Task WriteAsync(HttpResponse response, SourceRoute route, RecordsResult result, int retryAfterSeconds)
    {
        var status = result.Status();
        return WriteAsync(response, status, status == StatusCodes.Status503ServiceUnavailable ? retryAfterSeconds : null, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("stored", Enumerable.Range(0, result.Records.Count).Count(index => result.StateOf(index) == RecordState.Stored));
            json.WriteStartArray("records");
            for (var i = 0; i < result.Records.Count; i++)
            {
                WriteRecord(json, route, result, i);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Nothing was sent, and why.</summary>
    public static Task WriteAsync(HttpResponse response, Refusal refusal, int retryAfterSeconds, IReadOnlyList<string>? sources = null) =>
        WriteAsync(response, refusal.Status, refusal.Status == StatusCodes.Status503ServiceUnavailable ? retryAfterSeconds : null, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("error_code", refusal.Status);
            json.WriteString("message", refusal.Message);
            if (refusal.Record is { } record)
            {
                json.WriteNumber("record", record);
            }

            if (refusal.Field is { } field)
            {
                json.WriteString("field", field);
            }

            if (sources is not null)
            {
                json.WriteStartArray("sources");
                foreach (var source in sources)
                {
                    json.WriteStringValue(source);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        });

    private static async Task WriteAsync(HttpResponse response, int status, int? retryAfterSeconds, Action<Utf8JsonWriter> write)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        if (retryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        using (var json = new Utf8JsonWriter(response.BodyWriter, Readable))
        {
            write(json);
        }

        // No token: a client that has left ends the flush by itself, and needs no exception.
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    private static void WriteRecord(Utf8JsonWriter json, SourceRoute route, RecordsResult result, int index)
    {
        json.WriteStartObject();
        json.WriteString("status", NameOf(result.StateOf(index)));
        var destinations = result.Records[index].Destinations;
        if (destinations.HasFlag(Destinations.Batch))
        {
            json.WriteStartObject("batch");
            WriteOutcome(json, "topic", route.Topic, result.Batch[index]);
        }

        if (destinations.HasFlag(Destinations.Stream))
        {
            json.WriteStartObject("stream");
            WriteOutcome(json, "stream", route.Stream, result.Stream[index]);
        }

        json.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter json, string what, string name, DestinationOutcome outcome)
    {
        json.WriteString("status", NameOf(outcome.Kind));
        json.WriteString(what, name);
        if (outcome.Kind != OutcomeKind.Stored)
        {
            json.WriteString("code", outcome.Code);
            json.WriteString("message", outcome.Message);
            json.WriteBoolean("retry", outcome.MayRetry);
        }
        else if (outcome.SequenceNumber is { } number)
        {
            json.WriteString("shardId", outcome.ShardId);
            json.WriteString("sequenceNumber", number);
        }
        else
        {
            json.WriteNumber("partition", outcome.Partition);
            json.WriteNumber("offset", outcome.Offset);
        }

        json.WriteEndObject();
    }

    private static string NameOf(RecordState state) => state switch
    {
        RecordState.Stored => "stored",
        RecordState.Partial => "partial",
        RecordState.Unknown => "unknown",
        _ => "failed",
    };

    /// <summary>The kind's name, also in metrics.</summary>
    public static string NameOf(OutcomeKind kind) => kind switch
    {
        OutcomeKind.Stored => "stored",
        OutcomeKind.Unknown => "unknown",
        _ => "failed",
    };
}
