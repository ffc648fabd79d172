using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Ingest.KafkaProxy.Limits;

namespace Ingest.KafkaProxy.Wire;

/// <summary>A small request body: one JSON object, of which every field is known.</summary>
/// <param name="root">The object; undefined when there was no body.</param>
/// <param name="path">Where it stands in the body, for messages; empty for the body itself.</param>
internal readonly struct JsonBody(JsonElement root, string path = "")
{
    /// <summary>Far more than a list of all partitions of a large cluster needs.</summary>
    private const int BytesMax = 1 << 20;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 1000 };

    /// <summary>Whether there was one.</summary>
    public bool IsThere => root.ValueKind == JsonValueKind.Object;

    /// <exception cref="RestException">400 when it is no JSON object, 413 when it is too large, 422 when it has an unknown field.</exception>
    public static Task<JsonBody> ReadAsync(HttpContext context, params string[] fields) => ReadAsync(context, BytesMax, fields);

    /// <exception cref="RestException">As the other.</exception>
    public static async Task<JsonBody> ReadAsync(HttpContext context, int bytesMax, string[] fields)
    {
        using var claim = context.RequestServices.GetRequiredService<InFlightBytes>().Open();
        using var body = await RequestBody.ReadAsync(context.Request, bytesMax, claim);
        return Parse(body.Buffer.AsMemory(0, body.Length), fields);
    }

    /// <summary>The text of a field; null when it is absent or null.</summary>
    public string? Text(string field) => Find(field) is { } value
        ? value.ValueKind == JsonValueKind.String ? TextOf(value) : throw Wrong(field, "a string")
        : null;

    /// <summary>Any value; null when it is absent or null.</summary>
    public JsonElement? Raw(string field) => Find(field);

    /// <summary>The bytes that a base64 string stands for; null when it is absent or null.</summary>
    public byte[]? Base64(string field)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        try
        {
            return value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out var bytes) ? bytes : throw Wrong(field, "valid base64");
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    /// <summary>An object with these fields and no others; null when it is absent or null.</summary>
    public JsonBody? Object(string field, params string[] fields) => Find(field) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? Known(value, Where(field), fields) : throw Wrong(field, "an object");

    /// <summary>A number, which may be written as a string, as some clients do; null when it is absent or null.</summary>
    public long? Integer(string field)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number
            : value.ValueKind == JsonValueKind.String && long.TryParse(TextOf(value), CultureInfo.InvariantCulture, out number) ? number
            : throw Wrong(field, "an integer");
    }

    /// <summary>A string, or a number as it is written; null when it is absent or null.</summary>
    public string? TextOrNumber(string field) => Find(field) is { ValueKind: JsonValueKind.Number } number ? number.GetRawText() : Text(field);

    /// <summary>True or false, which may be written as a string, as REST Proxy has it; null when it is absent or null.</summary>
    public bool? Flag(string field) => Find(field) is not { } value ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(TextOf(value), out var flag) => flag,
        _ => throw Wrong(field, "true or false"),
    };

    /// <summary>A list of strings; null when it is absent or null.</summary>
    public IReadOnlyList<string>? Texts(string field)
    {
        var self = this;
        return Items(field)?.Select((item, index) => item.ValueKind == JsonValueKind.String ? TextOf(item) : throw self.Wrong($"{field}[{index}]", "a string")).ToArray();
    }

    /// <summary>A list of objects, each with these fields and no others; null when it is absent or null.</summary>
    public IReadOnlyList<JsonBody>? Objects(string field, params string[] fields)
    {
        var (place, self) = (Where(field), this);
        return Items(field)?.Select((item, index) => Known(
            item.ValueKind == JsonValueKind.Object ? item : throw self.Wrong($"{field}[{index}]", "an object"), $"{place}[{index}]", fields)).ToArray();
    }

    /// <summary>Lists of numbers by the numbers that are their names, as of brokers by partition; null when it is absent or null.</summary>
    public Dictionary<int, List<int>>? Lists(string field)
    {
        if (Find(field) is not { } value)
        {
            return null;
        }

        try
        {
            return value.Deserialize<Dictionary<int, List<int>>>();
        }
        catch (JsonException)
        {
            throw Wrong(field, """an object such as {"0":[1,2]}""");
        }
    }

    /// <summary>What is missing.</summary>
    public RestException Missing(string field) => new(RestError.Unprocessable($"{Where(field)} is missing."));

    /// <summary>What has the wrong JSON type, or cannot be.</summary>
    public RestException Wrong(string field, string what) => new(RestError.Malformed($"{Where(field)} has to be {what}."));

    /// <exception cref="RestException">400 when it is no JSON object, 422 when it has an unknown field.</exception>
    public static JsonBody Parse(ReadOnlyMemory<byte> bytes, string[] fields)
    {
        if (bytes.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            return default;
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            throw new RestException(RestError.Malformed("Malformed JSON: it is not valid UTF-8."));
        }

        try
        {
            using var document = JsonDocument.Parse(bytes, Options);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                ? Known(root.Clone(), "", fields)
                : throw new RestException(RestError.Malformed("The body has to be a JSON object."));
        }
        catch (JsonException malformed)
        {
            throw new RestException(RestError.Malformed($"Malformed JSON: {malformed.Message}"));
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    /// <summary>An escaped half of a surrogate pair is legal JSON, but no text.</summary>
    private static RestException NoText() => new(RestError.Malformed("A name or a string holds half a surrogate pair, which is no valid Unicode."));

    /// <exception cref="RestException">400: the string is no text.</exception>
    private static string TextOf(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    /// <exception cref="RestException">400: the name is no text.</exception>
    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }
    }

    private static JsonBody Known(JsonElement value, string path, string[] fields)
    {
        foreach (var property in value.EnumerateObject())
        {
            if (NameOf(property) is var name && !fields.Contains(name))
            {
                throw new RestException(RestError.Unprocessable($"Unrecognized field: {name}{(path.Length == 0 ? "" : $" in {path}")}"));
            }
        }

        return new(value, path);
    }

    private JsonElement? Find(string field) =>
        IsThere && root.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private JsonElement[]? Items(string field) => Find(field) is not { } list ? null
        : list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : throw Wrong(field, "an array");

    private string Where(string field) => string.IsNullOrEmpty(path) ? field : $"{path}.{field}";
}
