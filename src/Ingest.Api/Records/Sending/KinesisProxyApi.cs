using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Ingest.Api.Records.Outcomes;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;
using Ingest.Api.Routing;
using Microsoft.Extensions.Options;

namespace Ingest.Api.Records.Sending;

/// <summary><c>PUT /streams/{stream}/records</c> of the Kinesis proxy.</summary>
internal sealed class KinesisProxyApi(IOptions<RecordsOptions> options) : IProxyApi
{
    /// <summary>Refusals for which the records are at fault; for all others the stream, the proxy or the moment is.</summary>
    private static readonly HashSet<string> OfTheRecord = new(StringComparer.Ordinal)
    {
        "InvalidArgumentException", "RequestEntityTooLargeException", "SerializationException", "UnsupportedMediaTypeException", "ValidationException",
    };

    public Destinations Destination => Destinations.Stream;

    public Surface Surface => Surface.Kinesis;

    public HttpMethod Method => HttpMethod.Put;

    public string ContentType => "application/json";

    public int CallRecordsMax => options.Value.StreamCallRecordsMax;

    public int CallBytesMax => options.Value.StreamCallBytesMax;

    public string PathOf(SourceRoute route) => $"/streams/{route.Stream}/records";

    public void Write(IBufferWriter<byte> body, IncomingRecord record)
    {
        body.Write("{\"data\":"u8);
        body.Write(record.Json.Span);
        body.Write(",\"partition-key\":"u8);
        CallBody.WriteString(body, record.Key ?? KeyOfBytes(record.Json.Span));
        body.Write("}"u8);
    }

    public DestinationOutcome[] Read(int status, ReadOnlyMemory<byte> answer, int records) => ProxyAnswer.Read(answer, records, (root, outcomes) =>
    {
        if (ProxyAnswer.Entries(root, "Records", records) is { } entries)
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

    /// <summary>Kinesis wants a key. One made of the record's bytes spreads records over the shards, the same record always to the same.</summary>
    private static string KeyOfBytes(ReadOnlySpan<byte> json) => Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, 8));

    private static DestinationOutcome ReadEntry(JsonElement entry)
    {
        if (ProxyAnswer.Text(entry, "ErrorCode") is { } code)
        {
            var message = ProxyAnswer.Text(entry, "ErrorMessage") ?? "The Kinesis proxy gives no reason.";
            return ProxyAnswer.IsDoubtful(message)
                ? DestinationOutcome.Unknown(code, message)
                : DestinationOutcome.Failed(code, message, !OfTheRecord.Contains(code));
        }

        return ProxyAnswer.Text(entry, "ShardId") is { } shard && ProxyAnswer.Text(entry, "SequenceNumber") is { } number
            ? DestinationOutcome.InStream(shard, number)
            : ProxyAnswer.Unreadable;
    }

    /// <summary>The request was answered as a whole, without outcomes; with <c>KinesisProxy:TutorialStatus</c> the status may even be 200.</summary>
    private static DestinationOutcome ReadRefusal(int status, JsonElement root)
    {
        if (ProxyAnswer.Text(root, "__type") is not { } type)
        {
            return ProxyAnswer.ReadRefusal(status);
        }

        var reason = ProxyAnswer.Text(root, "message") ?? "no reason given";
        var message = $"The Kinesis proxy answers {status}: {reason}";
        return ProxyAnswer.IsDoubtful(reason) || status is StatusCodes.Status500InternalServerError or StatusCodes.Status504GatewayTimeout
            ? DestinationOutcome.Unknown(type, message)
            : DestinationOutcome.Failed(type, message, !OfTheRecord.Contains(type));
    }
}
