using Avro;
using NJsonSchema;

namespace Ingest.Schemas;

/// <summary>Parses the text of schemas that may refer to others. Nothing is ever fetched for one.</summary>
public static class SchemaText
{
    /// <param name="text">The schema's JSON.</param>
    /// <param name="references">The schemas that it refers to by name, each before those that refer to it.</param>
    /// <exception cref="FormatException">It is no Avro schema; why is in the message.</exception>
    public static Schema ParseAvro(string text, IEnumerable<string> references)
    {
        try
        {
            var names = new SchemaNames();
            foreach (var reference in references)
            {
                Schema.Parse(reference, names);
            }

            return Schema.Parse(text, names) ?? throw new AvroException("it names no type"); // which the library says of some by null
        }
        catch (Exception failure) when (failure is AvroException or Newtonsoft.Json.JsonException or ArgumentException or InvalidCastException)
        {
            throw new FormatException(failure.Message, failure); // all that the parser throws at what is none
        }
    }

    /// <param name="text">The schema's JSON.</param>
    /// <param name="references">The schemas that it refers to, by the names it uses.</param>
    /// <exception cref="FormatException">It is no JSON Schema, or refers to something else; why is in the message.</exception>
    public static async Task<JsonSchema> ParseJsonAsync(string text, IReadOnlyDictionary<string, string> references)
    {
        try
        {
            var schema = string.IsNullOrWhiteSpace(text) ? throw new ArgumentException("it is empty") : await KnownReferences.ParseAsync(text, references, CancellationToken.None);
            return EndlessSchemas.IsEndless(schema) ? throw new InvalidOperationException("A schema in it leads back to itself for the same value.") : schema;
        }
        catch (Exception failure) when (failure is Newtonsoft.Json.JsonException or InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw new FormatException(failure.Message, failure); // all that the parser throws at what is none
        }
    }
}
