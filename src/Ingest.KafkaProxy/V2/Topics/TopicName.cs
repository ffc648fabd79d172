using System.Buffers;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Topics;

/// <summary>Which topic names a client may produce to.</summary>
internal static class TopicName
{
    /// <summary>Kafka's own limit: a name and a partition number have to fit a file name.</summary>
    private const int LengthMax = 249;

    private static readonly SearchValues<char> Legal =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Null when records may be sent to <paramref name="topic"/>, else why not.</summary>
    public static RestError? CheckForProduce(string topic)
    {
        if (topic is "." or ".." || topic.Length > LengthMax || topic.AsSpan().ContainsAnyExcept(Legal))
        {
            return new(400, 40002, $"Topic name is not legal: 1 to {LengthMax} of letters, digits, '.', '_' and '-', and not '.' or '..'.");
        }

        return topic[0] == '_'
            ? Internal(topic, "produced to")
            : null;
    }

    /// <summary>The refusal of what would harm Kafka's own topics, or others' that are like them.</summary>
    public static RestError Internal(string topic, string what) => new(403, 40301, $"Topic {topic} is internal: names that start with '_' cannot be {what}.");
}
