using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ingest.SchemaRegistry.Wire;

/// <summary>Writes what was asked for, in the registry's media type.</summary>
internal static class Answers
{
    public const string MediaType = "application/vnd.schemaregistry.v1+json";

    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static IResult Of<T>(T value) => Results.Json(value, Json, MediaType);

    /// <summary>JSON as it is.</summary>
    public static IResult Raw(string json) => Results.Text(json, MediaType);
}
