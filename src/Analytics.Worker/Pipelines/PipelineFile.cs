using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.Worker.Pipelines;

/// <summary><c>pipeline.json</c> as it is written. A member that it does not know is an error, not a typing mistake gone unseen.</summary>
internal sealed record PipelineFile(
    string Name,
    IReadOnlyList<PipelineFile.Source> Sources,
    IReadOnlyList<PipelineFile.Query> Queries,
    Median Median = Median.Exact,
    PipelineFile.Timetable? Schedule = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>One source. Topic, stream and table may hold <c>{userId}</c>.</summary>
    internal sealed record Source(
        string Name, string Topic, string Stream, string Table, IReadOnlyList<string> Fields, IReadOnlyList<Column> Columns);

    /// <summary>One column; its type is Delta's word: integer, long, double, string, timestamp or array&lt;double&gt;.</summary>
    internal sealed record Column(string Name, string Type);

    /// <summary>One query, in the file <c>queries/{id in lower case}.sql</c>.</summary>
    internal sealed record Query(string Id, string Title);

    /// <summary>When runs are made by themselves: a cron expression of five fields, and the IANA name of the time zone it is meant in.</summary>
    internal sealed record Timetable(string Cron, string TimeZone = "UTC");

    /// <exception cref="JsonException">It is not JSON, or not of this shape.</exception>
    public static PipelineFile Parse(string json)
    {
        var file = JsonSerializer.Deserialize<PipelineFile>(json, Json) ?? throw new JsonException("null is not a pipeline.");

        // The serializer checks members against null, but not what lists hold.
        RefuseNulls(file.Sources, "sources");
        RefuseNulls(file.Queries, "queries");
        foreach (var source in file.Sources)
        {
            RefuseNulls(source.Fields, $"sources '{source.Name}': fields");
            RefuseNulls(source.Columns, $"sources '{source.Name}': columns");
        }

        return file;
    }

    private static void RefuseNulls<T>(IReadOnlyList<T> list, string place)
        where T : class
    {
        if (list.Any(item => item is null))
        {
            throw new JsonException($"{place} holds null.");
        }
    }
}
