using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>The schema that a key or a value is written with: named by its id, by a subject's version, given as it is, or a subject's latest.</summary>
/// <param name="Known">The schema.</param>
/// <param name="Subject">The subject that it was found in, or registered in.</param>
/// <param name="Version">Its version there; null when the subject does not have it.</param>
internal sealed record RecordSchema(KnownSchema Known, string Subject, int? Version)
{
    /// <summary>What a record may say of it.</summary>
    public static readonly string[] Fields = ["schema", "schema_id", "schema_version", "subject", "subject_name_strategy"];

    /// <summary>The type in the record's report.</summary>
    public string TypeName => Known.Type == SchemaType.Avro ? "AVRO" : "JSONSCHEMA";

    /// <exception cref="RestException">400: a type that needs no schema names one.</exception>
    public static void CheckNone(JsonBody body, string type)
    {
        if (Array.Find(Fields, field => body.Raw(field) is not null) is { } field)
        {
            throw body.Wrong(field, $"absent: {type} has no schema");
        }
    }

    /// <exception cref="RestException">It is not to be found, or of another type, or the record says too much or too little.</exception>
    public static async ValueTask<RecordSchema> FindAsync(JsonBody body, string? type, string topic, bool isKey, SchemaStore schemas)
    {
        SchemaType? wanted = type is null ? null : type == "AVRO" ? SchemaType.Avro : SchemaType.Json;
        var (text, id, version) = (body.Text("schema"), Number(body, "schema_id"), Number(body, "schema_version"));
        if ((text is null ? 0 : 1) + (id is null ? 0 : 1) + (version is null ? 0 : 1) > 1)
        {
            throw body.Wrong("schema", "given once: as schema, schema_id or schema_version");
        }

        if (text is not null)
        {
            var (registered, subject) = await schemas.RegisterAsync(
                parsed => SubjectOf(body, topic, isKey, parsed), text, wanted ?? throw body.Missing("type"));
            return new(registered, subject, await schemas.FindVersionAsync(subject, registered));
        }

        if (id is { } number)
        {
            var found = await schemas.FindAsync(number, wanted);
            var subject = SubjectOf(body, topic, isKey, found.Schema);
            return new(found, subject, await schemas.FindVersionAsync(subject, found));
        }

        var named = SubjectOf(body, topic, isKey, null);
        var (latest, at) = await schemas.FindVersionAsync(named, version, wanted);
        return new(latest, named, at);
    }

    private static int? Number(JsonBody body, string field) => body.Integer(field) switch
    {
        null => null,
        >= 0 and <= int.MaxValue and var number => (int)number,
        _ => throw body.Wrong(field, "a positive integer"),
    };

    /// <summary>By name, or by strategy: the topic's, the record's, or both.</summary>
    private static string SubjectOf(JsonBody body, string topic, bool isKey, IRecordSchema? schema)
    {
        var strategy = body.Text("subject_name_strategy");
        if (body.Text("subject") is { } subject)
        {
            return strategy is null ? subject : throw body.Wrong("subject_name_strategy", "absent where subject is given");
        }

        return strategy switch
        {
            null or "TOPIC_NAME" => $"{topic}-{(isKey ? "key" : "value")}",
            "RECORD_NAME" => schema?.Name ?? throw Nameless(body),
            "TOPIC_RECORD_NAME" => $"{topic}-{schema?.Name ?? throw Nameless(body)}",
            _ => throw body.Wrong("subject_name_strategy", "TOPIC_NAME, RECORD_NAME or TOPIC_RECORD_NAME"),
        };
    }

    private static RestException Nameless(JsonBody body) => body.Wrong("subject_name_strategy", "TOPIC_NAME where schema and schema_id are absent or name no record");
}
