using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Ingest.Schemas;
using NJsonSchema;

namespace Ingest.KafkaProxy.Schemas.Json;

/// <summary>A JSON Schema; values are stored as the JSON that they are.</summary>
internal sealed class JsonRecordSchema : IRecordSchema
{
    private readonly JsonSchema _schema;

    private JsonRecordSchema(JsonSchema schema) => _schema = schema;

    public string? Name => _schema.Title;

    /// <param name="schema">The schema's JSON.</param>
    /// <param name="references">The schemas that it refers to, by the names it uses.</param>
    /// <exception cref="FormatException">It is no schema, or refers to something else; nothing is ever fetched for it.</exception>
    public static async Task<JsonRecordSchema> ParseAsync(string schema, IReadOnlyDictionary<string, string> references) =>
        new(await SchemaText.ParseJsonAsync(schema, references));

    public void Encode(JsonElement value, IBufferWriter<byte> output)
    {
        Check(value.GetRawText());
        output.Write(JsonMarshal.GetRawUtf8Value(value));
    }

    /// <summary>What stands in the topic was checked by who wrote it; it only has to be JSON.</summary>
    public void Decode(ReadOnlySpan<byte> bytes, Utf8JsonWriter output)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes.ToArray(), new() { MaxDepth = 1000 });
            document.RootElement.WriteTo(output);
        }
        catch (JsonException malformed)
        {
            throw new UnfitValueException($"It is no JSON: {malformed.Message}");
        }
        catch (InvalidOperationException)
        {
            throw new UnfitValueException("A name or a string holds half a surrogate pair, which is no valid Unicode."); // what JsonElement throws at it
        }
    }

    private void Check(string json)
    {
        try
        {
            if (_schema.Validate(json).FirstOrDefault() is { } wrong)
            {
                throw new UnfitValueException($"{(string.IsNullOrEmpty(wrong.Path) ? "$" : "$" + wrong.Path.TrimStart('#').Replace('/', '.'))}: {wrong.Kind}.");
            }
        }
        catch (Newtonsoft.Json.JsonException malformed)
        {
            throw new UnfitValueException($"It is not to be read: {malformed.Message}"); // such as nested deeper than 64
        }
        catch (ArgumentException failure)
        {
            throw new UnfitValueException($"It cannot be checked: {failure.Message}"); // a pattern of another dialect of regular expressions
        }
        catch (Exception failure) when (failure is InvalidCastException or OverflowException)
        {
            throw new UnfitValueException("It has a number beyond the range of 64 bits or of a decimal, which cannot be checked."); // the library's arithmetic
        }
    }
}
