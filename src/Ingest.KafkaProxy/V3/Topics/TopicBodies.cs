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
        var assignments = body.Lists("replicas_assignments");
        var topic = new TopicSpecification
        {
            Name = body.Text("topic_name") is { Length: > 0 } name ? name : throw body.Missing("topic_name"),
            NumPartitions = assignments is null ? (int)(Within(body, "partitions_count", int.MaxValue) ?? -1) : -1,
            ReplicationFactor = assignments is null ? (short)(Within(body, "replication_factor", short.MaxValue) ?? -1) : (short)-1,
            ReplicasAssignments = assignments,
            Configs = body.Objects("configs", "name", "value")?.ToDictionary(
                config => config.Text("name") ?? throw config.Missing("name"), config => config.TextOrNumber("value") ?? "", StringComparer.Ordinal),
        };
        return (topic, body.Flag("validate_only") ?? false);
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
