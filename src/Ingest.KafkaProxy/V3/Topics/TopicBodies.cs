using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Topics;

/// <summary>Reads what a topic should be.</summary>
internal static class TopicBodies
{
    public static readonly RestError NoBody = new(422, 42206, "Payload error. Request body is empty. Data is required.");

    /// <exception cref="RestException">422: there is no body.</exception>
    public static async Task<JsonBody> ReadAsync(HttpContext context, params string[] fields) =>
        await JsonBody.ReadAsync(context, fields) is { IsThere: true } body ? body : throw new RestException(NoBody);

    /// <exception cref="RestException">422: there is no body.</exception>
    public static async Task<JsonBody> ReadAsync(HttpContext context, int bytesMax, params string[] fields) =>
        await JsonBody.ReadAsync(context, bytesMax, fields) is { IsThere: true } body ? body : throw new RestException(NoBody);

    public static async Task<(TopicSpecification Topic, bool ValidateOnly)> ReadCreateAsync(HttpContext context)
    {
        var body = await ReadAsync(context, "topic_name", "partitions_count", "replication_factor", "replicas_assignments", "configs", "validate_only");
        var assignments = AssignmentsOf(body);
        var topic = new TopicSpecification
        {
            Name = body.Text("topic_name") is { Length: > 0 } name ? name : throw body.Missing("topic_name"),
            NumPartitions = assignments?.Count ?? (int)(Within(body, "partitions_count", int.MaxValue) ?? -1),
            ReplicationFactor = assignments is null ? (short)(Within(body, "replication_factor", short.MaxValue) ?? -1) : (short)-1,
            ReplicasAssignments = assignments,
            Configs = ConfigsOf(body),
        };
        return (topic, body.Flag("validate_only") ?? false);
    }

    /// <summary>The brokers of each partition, in the partitions' order, as Kafka's client wants them.</summary>
    private static Dictionary<int, List<int>>? AssignmentsOf(JsonBody body)
    {
        const string Field = "replicas_assignments";
        if (body.Lists(Field) is not { } lists)
        {
            return null;
        }

        var ordered = lists.OrderBy(list => list.Key).ToArray();
        return ordered.Length > 0 && ordered.Index().All(list => list.Item.Key == list.Index && list.Item.Value is { Count: > 0 })
            ? new(ordered)
            : throw new RestException(new(400, 40002, $"{Field} has to name the brokers of every partition from 0 on."));
    }

    /// <summary>Its settings; one that is null is left at its default.</summary>
    private static Dictionary<string, string>? ConfigsOf(JsonBody body)
    {
        var configs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var config in body.Objects("configs", "name", "value") ?? [])
        {
            var name = config.Text("name") ?? throw config.Missing("name");
            if (config.TextOrNumber("value") is { } value && !configs.TryAdd(name, value))
            {
                throw new RestException(new(400, 40002, $"configs has {name} twice."));
            }
        }

        return configs;
    }

    public static async Task<int> ReadPartitionsAsync(HttpContext context)
    {
        var body = await ReadAsync(context, "partitions_count");
        return (int)(Within(body, "partitions_count", int.MaxValue) ?? throw body.Missing("partitions_count"));
    }

    private static long? Within(JsonBody body, string field, long most) => body.Integer(field) switch
    {
        null => null,
        >= 1 and var number when number <= most => number,
        _ => throw new RestException(new(400, 40002, $"{field} has to be from 1 to {most}.")),
    };
}
