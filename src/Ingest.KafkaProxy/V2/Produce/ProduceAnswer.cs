using System.Text.Json;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>The answer to a produce request: each record's outcome, in the order of the request.</summary>
internal static class ProduceAnswer
{
    /// <summary>The HTTP status that goes with the outcomes.</summary>
    /// <param name="outcomes">One for each record, at least one.</param>
    /// <param name="follow">As <see cref="KafkaRestOptions.StatusFromRecords"/>.</param>
    public static int StatusOf(ReadOnlySpan<RecordOutcome> outcomes, bool follow)
    {
        var stored = 0;
        var retriable = false;
        var refused = 0;
        foreach (var outcome in outcomes)
        {
            stored += outcome.ErrorCode == 0 ? 1 : 0;
            retriable |= outcome.ErrorCode == KafkaErrors.Retriable;
            if (refused == 0 && outcome.ErrorCode is KafkaErrors.Authentication or KafkaErrors.Authorization)
            {
                refused = outcome.ErrorCode / 100;
            }
        }

        return (follow, stored) switch
        {
            (_, var all) when all == outcomes.Length => 200,
            (true, > 0) => 207,
            _ when refused != 0 => refused,
            (true, _) => retriable ? 503 : 500,
            _ => 200,
        };
    }

    public static async Task WriteAsync(HttpResponse response, PendingProduce produced, bool follow)
    {
        response.StatusCode = StatusOf(produced.Outcomes, follow);
        response.ContentType = MediaTypes.V2;
        Write(response, produced);

        // No token: a client that has left ends the flush by itself, and needs no exception.
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    private static void Write(HttpResponse response, PendingProduce produced)
    {
        using var json = new Utf8JsonWriter(response.BodyWriter, RestError.Readable);
        json.WriteStartObject();
        json.WriteStartArray("offsets"u8);
        foreach (var outcome in produced.Outcomes)
        {
            json.WriteStartObject();
            if (outcome.ErrorCode == 0)
            {
                json.WriteNumber("partition"u8, outcome.Partition);
                json.WriteNumber("offset"u8, outcome.Offset);
                json.WriteNull("error_code"u8);
                json.WriteNull("error"u8);
            }
            else
            {
                json.WriteNull("partition"u8);
                json.WriteNull("offset"u8);
                json.WriteNumber("error_code"u8, outcome.ErrorCode);
                json.WriteString("error"u8, outcome.Error);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        Write(json, "key_schema_id"u8, produced.KeySchemaId);
        Write(json, "value_schema_id"u8, produced.ValueSchemaId);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, int? id)
    {
        if (id is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
