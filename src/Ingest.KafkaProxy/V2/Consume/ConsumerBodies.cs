using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>Reads what requests to consumer instances name: partitions, offsets, times.</summary>
internal static class ConsumerBodies
{
    public static IReadOnlyList<TopicPartition> Partitions(JsonBody body) =>
        [.. (body.Objects("partitions", "topic", "partition") ?? throw body.Missing("partitions")).Select(PartitionOf)];

    /// <summary>Null when there are none to be read.</summary>
    public static IReadOnlyList<TopicPartitionOffset>? Offsets(JsonBody body) => body.Objects("offsets", "topic", "partition", "offset", "metadata")?
        .Select(item => new TopicPartitionOffset(PartitionOf(item), AtLeastZero(item, "offset"))).ToArray();

    /// <summary>Null when there are none to be read.</summary>
    public static IReadOnlyList<(TopicPartition Partition, OffsetSpec Spec)>? Times(JsonBody body) => body.Objects("timestamps", "topic", "partition", "timestamp", "metadata")?
        .Select(item => (PartitionOf(item), ConsumerPositions.TimeOf(item))).ToArray();

    /// <summary>A number of the query, or <paramref name="usual"/> when it is not there, or negative.</summary>
    /// <exception cref="RestException">400: it is no number.</exception>
    public static long Query(HttpRequest request, string name, long usual) => request.Query[name].ToString() switch
    {
        "" => usual,
        var text when long.TryParse(text, CultureInfo.InvariantCulture, out var number) => number < 0 ? usual : number,
        _ => throw new RestException(RestError.Malformed($"{name} has to be a number.")),
    };

    private static TopicPartition PartitionOf(JsonBody item) => new(
        item.Text("topic") is { Length: > 0 } topic ? topic : throw item.Missing("topic"), (int)AtLeastZero(item, "partition", int.MaxValue));

    private static long AtLeastZero(JsonBody item, string field, long most = long.MaxValue - 1)
    {
        var number = item.Integer(field) ?? throw item.Missing(field);
        return number >= 0 && number <= most ? number : throw new RestException(RestError.Unprocessable($"{field} has to be from 0 to {most}."));
    }
}
