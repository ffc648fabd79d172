using System.Text.Json;
using System.Text.Unicode;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>Says whether bytes are one JSON object that DuckDB can take apart.</summary>
/// <remarks>
/// DuckDB fails a whole statement for one record that its parser refuses, so nothing that it would refuse may pass here:
/// besides JSON's grammar that is text with half a surrogate pair. A field that occurs twice is refused because engines differ in
/// which of the two they take.
/// </remarks>
internal static class JsonRecord
{
    /// <summary>Null when the record can be read, else the reason why not.</summary>
    /// <param name="record">The bytes.</param>
    /// <param name="fields">The fields that the pipeline reads; each may occur once.</param>
    /// <param name="bytesMax">The longest record, bytes.</param>
    /// <param name="depthMax">The deepest JSON, levels.</param>
    public static string? Check(ReadOnlySpan<byte> record, IReadOnlyList<string> fields, int bytesMax, int depthMax)
    {
        if (record.Length > bytesMax)
        {
            return $"record: {record.Length} bytes, more than {bytesMax}";
        }

        if (!Utf8.IsValid(record))
        {
            return "record: not valid UTF-8";
        }

        try
        {
            return CheckObject(record, fields, depthMax);
        }
        catch (JsonException invalid)
        {
            return $"record: not valid JSON: {invalid.Message}";
        }
    }

    private static string? CheckObject(ReadOnlySpan<byte> record, IReadOnlyList<string> fields, int depthMax)
    {
        var reader = new Utf8JsonReader(record, new JsonReaderOptions { MaxDepth = depthMax });
        var seen = new HashSet<string>(StringComparer.Ordinal);

        // Read throws for an empty record and for anything after the object.
        if (reader.Read() && reader.TokenType != JsonTokenType.StartObject)
        {
            return $"record: a JSON {Word(reader.TokenType)}, not an object";
        }

        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String))
            {
                continue;
            }

            if (reader.ValueIsEscaped && !IsUnescapable(ref reader))
            {
                return $"record: text with half a surrogate pair, at byte {reader.TokenStartIndex}";
            }

            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                var field = reader.GetString()!;
                if (fields.Contains(field, StringComparer.Ordinal) && !seen.Add(field))
                {
                    return $"{field}: occurs twice";
                }
            }
        }

        return null;
    }

    /// <summary>Whether every <c>\uD8xx</c> has its other half; System.Text.Json looks only when it unescapes, and then throws this.</summary>
    private static bool IsUnescapable(ref Utf8JsonReader reader)
    {
        try
        {
            _ = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            // The caller rejects the record and says where; this exception would not say more.
            return false;
        }
    }

    private static string Word(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "list",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "number",
        JsonTokenType.Null => "null",
        _ => "truth value",
    };
}
