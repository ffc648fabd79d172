using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.SchemaRegistry.Schemas;

namespace Ingest.SchemaRegistry.Storage;

/// <summary>Writes and reads the topic's records as Confluent's registry does, so that either may take over from the other.</summary>
/// <remarks>Source: Confluent Schema Registry 8.x, keys and values of <c>_schemas</c>.</remarks>
internal static class RecordFormat
{
    public static byte[] KeyOf(RegistryRecord record) => Bytes(record switch
    {
        RegistryRecord.Schema schema => new() { ["keytype"] = "SCHEMA", ["subject"] = schema.Subject, ["version"] = schema.Version, ["magic"] = 1 },
        RegistryRecord.Config config => new() { ["keytype"] = "CONFIG", ["subject"] = config.Subject, ["magic"] = 0 },
        RegistryRecord.Mode mode => new() { ["keytype"] = "MODE", ["subject"] = mode.Subject, ["magic"] = 0 },
        RegistryRecord.DeleteSubject deleted => new() { ["keytype"] = "DELETE_SUBJECT", ["subject"] = deleted.Subject, ["magic"] = 0 },
        _ => throw new ArgumentOutOfRangeException(nameof(record)),
    });

    /// <summary>Null is a tombstone.</summary>
    public static byte[]? ValueOf(RegistryRecord record) => record switch
    {
        RegistryRecord.Schema { Value: { } version } => Bytes(ValueOf(version)),
        RegistryRecord.Config { Level: { } level } config => Bytes(new() { ["subject"] = config.Subject, ["compatibilityLevel"] = level }),
        RegistryRecord.Mode { Value: { } mode } modes => Bytes(new() { ["subject"] = modes.Subject, ["mode"] = mode }),
        RegistryRecord.DeleteSubject deleted => Bytes(new() { ["subject"] = deleted.Subject, ["version"] = deleted.Version }),
        _ => null,
    };

    /// <summary>A record of the topic; null when it is of a kind that does not matter here, such as Confluent's NOOP.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="FormatException">It is no record of a registry.</exception>
    public static RegistryRecord? Read(byte[]? key, byte[]? value)
    {
        if (key is null || JsonNode.Parse(key) is not JsonObject parsed)
        {
            return null;
        }

        var (subject, content) = ((string?)parsed["subject"], value is null ? null : JsonNode.Parse(value) as JsonObject);
        return (string?)parsed["keytype"] switch
        {
            "SCHEMA" => new RegistryRecord.Schema(Of<string>(parsed, "subject"), Of<int>(parsed, "version"), content is null ? null : VersionOf(content)),
            "CONFIG" => new RegistryRecord.Config(subject, (string?)content?["compatibilityLevel"]),
            "MODE" => new RegistryRecord.Mode(subject, (string?)content?["mode"]),
            "DELETE_SUBJECT" when content is not null => new RegistryRecord.DeleteSubject(Of<string>(parsed, "subject"), Of<int>(content, "version")),
            _ => null,
        };
    }

    private static JsonObject ValueOf(SchemaVersion version)
    {
        var value = new JsonObject { ["subject"] = version.Subject, ["version"] = version.Version, ["id"] = version.Id };
        if (version.Content.Type != SchemaContent.Avro)
        {
            value["schemaType"] = version.Content.Type;
        }

        if (version.Content.References.Count > 0)
        {
            value["references"] = JsonSerializer.SerializeToNode(version.Content.References);
        }

        value["schema"] = version.Content.Text;
        value["deleted"] = version.IsDeleted;
        return value;
    }

    private static SchemaVersion VersionOf(JsonObject value) => new(
        Of<string>(value, "subject"),
        Of<int>(value, "version"),
        Of<int>(value, "id"),
        new((string?)value["schemaType"] ?? SchemaContent.Avro, Of<string>(value, "schema"), value["references"]?.Deserialize<SchemaReference[]>() ?? []),
        (bool?)value["deleted"] ?? false);

    /// <exception cref="FormatException">It is not there, or something else.</exception>
    private static T Of<T>(JsonObject json, string name) =>
        json[name] is JsonValue value && value.TryGetValue(out T? found) ? found : throw new FormatException($"Its {name} is missing, or is something else.");

    private static byte[] Bytes(JsonObject json) => JsonSerializer.SerializeToUtf8Bytes(json);
}
