using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Writes a request's keys and values, which are JSON until then, as their schemas have them.</summary>
internal sealed class SchemaEncoding(SchemaStore schemas)
{
    /// <summary>Encodes all records, or refuses all.</summary>
    /// <returns>Why they are refused; null when they are encoded.</returns>
    public async Task<RestError?> EncodeAsync(PendingProduce records, EmbeddedFormat format, string topic)
    {
        var type = format == EmbeddedFormat.Avro ? SchemaType.Avro : SchemaType.Json;
        try
        {
            var (anyKey, anyValue) = Holds(records);
            var key = await FindAsync(records.KeySchema, anyKey, SchemaErrors.KeySchemaMissing, $"{topic}-key", type);
            var value = await FindAsync(records.ValueSchema, anyValue, SchemaErrors.ValueSchemaMissing, $"{topic}-value", type);
            (records.KeySchemaId, records.ValueSchemaId) = (key?.Id, value?.Id);
            return Encode(records, key, value);
        }
        catch (RestException refused)
        {
            return refused.Error;
        }
    }

    private static (bool Keys, bool Values) Holds(PendingProduce records)
    {
        var (keys, values) = (false, false);
        foreach (var record in records.Records)
        {
            keys |= record.HasKey;
            values |= record.HasValue;
        }

        return (keys, values);
    }

    private async Task<KnownSchema?> FindAsync(SchemaFields fields, bool isNeeded, RestError missing, string subject, SchemaType type) =>
        fields.Id is { } id ? await schemas.FindAsync(id, type)
        : fields.Text is { } text ? (await schemas.RegisterAsync(_ => subject, text, type)).Schema
        : isNeeded ? throw new RestException(missing)
        : null;

    private static RestError? Encode(PendingProduce records, KnownSchema? key, KnownSchema? value)
    {
        var (index, part) = (0, "key");
        try
        {
            foreach (var record in records.Records)
            {
                part = "key";
                if (record.HasKey)
                {
                    var bytes = key!.Encode(record.KeyMemory);
                    record.SetKey(bytes, 0, bytes.Length);
                }

                part = "value";
                if (record.HasValue)
                {
                    var bytes = value!.Encode(record.ValueMemory);
                    record.SetValue(bytes, 0, bytes.Length);
                }

                index++;
            }
        }
        catch (UnfitValueException unfit)
        {
            return SchemaErrors.Unfit($"records[{index}].{part}", unfit);
        }

        return null;
    }
}
