using System.Buffers;
using System.Text.Json;
using Avro;
using Ingest.Schemas;

namespace Ingest.KafkaProxy.Schemas.Avro;

/// <summary>An Avro schema.</summary>
/// <remarks>
/// The library parses the schema; values are written and read here. Its <c>JsonDecoder</c> makes 2 of 1.5 where an int is due and
/// a question mark of a character that is no byte, and refuses fields in another order than the schema's; its
/// <c>BinaryDecoder</c> allocates whatever length a damaged record claims to have.
/// </remarks>
internal sealed class AvroRecordSchema : IRecordSchema
{
    private readonly Schema _schema;

    /// <param name="schema">The schema's JSON.</param>
    /// <param name="references">The schemas that it refers to by name, each before those that refer to it.</param>
    /// <exception cref="FormatException">It is no schema.</exception>
    public AvroRecordSchema(string schema, IReadOnlyList<string> references) => _schema = SchemaText.ParseAvro(schema, references);

    public string? Name => _schema is NamedSchema named ? named.Fullname : null;

    public void Encode(JsonElement value, IBufferWriter<byte> output) => AvroEncoder.Write(_schema, value, output);

    public void Decode(ReadOnlySpan<byte> bytes, Utf8JsonWriter output) => AvroDecoder.Read(_schema, bytes, output);
}
