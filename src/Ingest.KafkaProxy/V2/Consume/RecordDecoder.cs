using Confluent.Kafka;
using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>Makes of stored keys and values what a consumer's format shows.</summary>
internal sealed class RecordDecoder(SchemaStore schemas)
{
    /// <returns>The record with what is to be shown, or why it cannot be.</returns>
    public async ValueTask<(ConsumeResult<byte[]?, byte[]?> Record, RestError? Refusal)> DecodeAsync(ConsumeResult<byte[]?, byte[]?> record, ConsumerFormat format)
    {
        switch (format)
        {
            case ConsumerFormat.Binary:
                return (record, null);
            case ConsumerFormat.Json:
                return (record, !JsonCheck.IsJson(record.Message.Key) ? Refusal("key", format, record, "")
                    : !JsonCheck.IsJson(record.Message.Value) ? Refusal("value", format, record, "")
                    : null);
            default:
                return await DecodeWithSchemaAsync(record, format);
        }
    }

    private async ValueTask<(ConsumeResult<byte[]?, byte[]?> Record, RestError? Refusal)> DecodeWithSchemaAsync(ConsumeResult<byte[]?, byte[]?> record, ConsumerFormat format)
    {
        var part = "key";
        try
        {
            var key = await DecodeAsync(record.Message.Key, format);
            part = "value";
            var value = await DecodeAsync(record.Message.Value, format);
            return (new()
            {
                TopicPartitionOffset = record.TopicPartitionOffset,
                Message = new() { Key = key, Value = value, Timestamp = record.Message.Timestamp, Headers = record.Message.Headers },
            }, null);
        }
        catch (UnfitValueException unfit)
        {
            return (record, Refusal(part, format, record, $" {unfit.Message}"));
        }
        catch (RestException refused)
        {
            // Without the registry nothing can be said of the record; without the schema it cannot be read.
            return (record, refused.Error.Status == StatusCodes.Status422UnprocessableEntity ? Refusal(part, format, record, $" {refused.Error.Message}") : refused.Error);
        }
    }

    private async ValueTask<byte[]?> DecodeAsync(byte[]? stored, ConsumerFormat format)
    {
        if (stored is null)
        {
            return null;
        }

        var id = KnownSchema.IdOf(stored) ?? throw new UnfitValueException("It does not begin with a schema's id.");
        return (await schemas.FindAsync(id, format == ConsumerFormat.Avro ? SchemaType.Avro : SchemaType.Json)).Decode(stored);
    }

    private static RestError Refusal(string part, ConsumerFormat format, ConsumeResult<byte[]?, byte[]?> record, string why) => RestError.Unprocessable(
        $"{part} deserialization error for format {format.ToString().ToUpperInvariant()}: topic {record.Topic}, partition {record.Partition.Value}, offset {record.Offset.Value}; " +
        $"a consumer of format binary can read it, and positions leads past it.{why}");
}
