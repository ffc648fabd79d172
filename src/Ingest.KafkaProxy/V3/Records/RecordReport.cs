using System.Globalization;
using System.Text.Json;
using Confluent.Kafka;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>What became of a record.</summary>
/// <param name="Error">Why it is not stored; null when it is.</param>
/// <param name="Record">The record, if it was one.</param>
/// <param name="Partition">Where it is stored.</param>
/// <param name="Offset">Where in the partition.</param>
internal sealed record RecordReport(RestError? Error, RecordRequest? Record, int Partition, long Offset)
{
    public static RecordReport Failed(RestError error) => new(error, null, -1, -1);

    /// <summary>The report on a record that the client has done with.</summary>
    public static RecordReport Of(RecordRequest record, DeliveryReport<byte[]?, byte[]?> delivered) => !delivered.Error.IsError
        ? new(null, record, delivered.Partition.Value, delivered.Offset.Value)
        : delivered.Status == PersistenceStatus.PossiblyPersisted // whatever the last try was refused for
            ? Failed(new(200, KafkaErrors.Retriable, $"{delivered.Error.Reason}. An answer was lost: the record may be stored all the same."))
            : Failed(new(200, KafkaErrors.CodeOf(delivered.Error.Code), delivered.Error.Reason));

    /// <summary>Writes its fields.</summary>
    public void Write(Utf8JsonWriter json, string clusterId, string topic)
    {
        if (Error is not null)
        {
            json.WriteNumber("error_code"u8, Error.Code);
            json.WriteString("message"u8, Error.Message);
            return;
        }

        json.WriteNumber("error_code"u8, 200);
        json.WriteString("cluster_id"u8, clusterId);
        json.WriteString("topic_name"u8, topic);
        json.WriteNumber("partition_id"u8, Partition);
        json.WriteNumber("offset"u8, Offset);
        json.WriteString("timestamp"u8, Record!.Message.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        Write(json, "key"u8, Record.Key);
        Write(json, "value"u8, Record.Value);
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, RecordData? part)
    {
        if (part is not null)
        {
            json.WriteStartObject(name);
            json.WriteString("type"u8, part.Type);
            if (part.Schema is { } schema)
            {
                json.WriteString("subject"u8, schema.Subject);
                json.WriteNumber("schema_id"u8, schema.Known.Id);
                if (schema.Version is { } version)
                {
                    json.WriteNumber("schema_version"u8, version);
                }
            }

            json.WriteNumber("size"u8, part.Bytes?.Length ?? 0);
            json.WriteEndObject();
        }
    }
}
