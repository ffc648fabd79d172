using System.Buffers;
using System.Text.Json;

namespace Ingest.KafkaProxy.Schemas;

/// <summary>A schema that keys or values are written with: Avro's or JSON Schema's.</summary>
internal interface IRecordSchema
{
    /// <summary>The name of the record that it describes; null when it has none.</summary>
    string? Name { get; }

    /// <summary>Writes a value, which is given as JSON, as the schema has it.</summary>
    /// <exception cref="UnfitValueException">The value does not fit.</exception>
    void Encode(JsonElement value, IBufferWriter<byte> output);

    /// <summary>Writes as JSON what <see cref="Encode"/> has written.</summary>
    /// <exception cref="UnfitValueException">The bytes are not of this schema.</exception>
    void Decode(ReadOnlySpan<byte> bytes, Utf8JsonWriter output);
}
