using System.Globalization;
using Confluent.Kafka;
using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>One record to store: <c>{"partition_id"?,"headers"?,"key"?,"value"?,"timestamp"?}</c>.</summary>
internal sealed record RecordRequest(Partition Partition, RecordData? Key, RecordData? Value, Message<byte[]?, byte[]?> Message)
{
    /// <summary>Its fields.</summary>
    public static readonly string[] Fields = ["partition_id", "headers", "key", "value", "timestamp"];

    /// <summary>The bytes of key and value.</summary>
    public long Bytes => (Message.Key?.Length ?? 0) + (Message.Value?.Length ?? 0);

    /// <exception cref="RestException">It is no record.</exception>
    public static async ValueTask<RecordRequest> ReadAsync(JsonBody body, string topic, SchemaStore schemas, DateTimeOffset now)
    {
        var (key, value) = (await RecordData.ReadAsync(body, "key", topic, schemas), await RecordData.ReadAsync(body, "value", topic, schemas));
        var partition = body.Integer("partition_id");
        return new RecordRequest(
            partition is null ? Partition.Any : partition is >= 0 and <= int.MaxValue ? new((int)partition) : throw body.Wrong("partition_id", "a partition's number"),
            key,
            value,
            new() { Key = key?.Bytes, Value = value?.Bytes, Timestamp = TimeOf(body, now), Headers = HeadersOf(body) });
    }

    /// <summary>In milliseconds since 1970; what is beyond is most often a time in microseconds, and no report could show it.</summary>
    private static readonly long TimeMax = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private static Timestamp TimeOf(JsonBody body, DateTimeOffset now)
    {
        var text = body.TextOrNumber("timestamp");
        return text is null ? new(now)
            : long.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds > 0 && milliseconds <= TimeMax ? new(milliseconds, TimestampType.CreateTime)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && time.ToUnixTimeMilliseconds() > 0 ? new(time)
            : throw body.Wrong("timestamp", "a time from 1970 to 9999, in milliseconds or such as 2026-01-31T12:00:00Z");
    }

    private static Headers? HeadersOf(JsonBody body)
    {
        if (body.Objects("headers", "name", "value") is not { } items)
        {
            return null;
        }

        var headers = new Headers();
        foreach (var item in items)
        {
            headers.Add(item.Text("name") ?? throw item.Missing("name"), item.Base64("value"));
        }

        return headers;
    }
}
