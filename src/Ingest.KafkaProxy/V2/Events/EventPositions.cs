using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Events;

/// <summary>How far a stream of events is: the offset of the next record, by partition. Every event's id is one, and resumes behind it.</summary>
internal sealed class EventPositions
{
    private readonly SortedDictionary<int, long> _next;

    private EventPositions(IEnumerable<KeyValuePair<int, long>> next) => _next = new(next.ToDictionary());

    public IEnumerable<TopicPartitionOffset> In(string topic) => _next.Select(position => new TopicPartitionOffset(topic, position.Key, position.Value));

    public void Passed(int partition, long offset) => _next[partition] = offset + 1;

    /// <summary><c>0:5,1:7</c>: five records of partition 0 and seven of partition 1 are done.</summary>
    public override string ToString() => string.Join(',', _next.Select(position => string.Create(CultureInfo.InvariantCulture, $"{position.Key}:{position.Value}")));

    /// <param name="cluster">Where the topic is.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="partitions">The partitions to be read.</param>
    /// <param name="from">Where to begin in those that <paramref name="resume"/> does not name.</param>
    /// <param name="resume">The id of the last event that the client has seen; empty at its first request.</param>
    /// <exception cref="RestException">400: it is no id, or that of another topic.</exception>
    public static async Task<EventPositions> FindAsync(Cluster cluster, string topic, IReadOnlyList<int> partitions, OffsetSpec from, string resume)
    {
        var resumed = Parse(resume);
        if (resumed.Keys.Except(partitions).Any())
        {
            throw new RestException(RestError.Malformed($"Last-Event-ID '{resume}' names partitions that are not read here."));
        }

        // Records that came since then to partitions that were made since then have not been seen either.
        var begin = resumed.Count > 0 ? OffsetSpec.Earliest() : from;
        foreach (var partition in partitions.Where(partition => !resumed.ContainsKey(partition)))
        {
            var offset = await cluster.FindOffsetAsync(new(topic, partition), begin);
            resumed[partition] = offset >= 0 ? offset : await cluster.FindOffsetAsync(new(topic, partition), OffsetSpec.Latest());
        }

        return new(resumed);
    }

    private static Dictionary<int, long> Parse(string id)
    {
        var positions = new Dictionary<int, long>();
        foreach (var part in id.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split(':') is not [var partition, var offset]
                || !int.TryParse(partition, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var next)
                || !positions.TryAdd(number, next))
            {
                throw new RestException(RestError.Malformed($"Last-Event-ID '{id}' is not the id of an event."));
            }
        }

        return positions;
    }
}
