using System.Globalization;
using Confluent.Kafka;
using Ingest.KafkaProxy.Kafka;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Tells records that are too large from those that only came in one batch with them.</summary>
/// <remarks>
/// Kafka holds whole batches to a topic's <c>max.message.bytes</c>, and refuses all of one for its largest record, or for their
/// number. The client, unlike Java's, does not split it. A record that would fit alone may be stored when it is sent again.
/// </remarks>
internal static class BatchMates
{
    /// <summary>The least that a batch of one record has besides key and value: 61 bytes before the record, and 7 of its own.</summary>
    private const int BatchBytes = 68;

    public static async Task SortOutAsync(PendingProduce records, Cluster cluster, string topic)
    {
        if (await LimitAsync(cluster, topic) is not { } limit)
        {
            return;
        }

        foreach (var index in records.TooLarge!)
        {
            if (records.Records[index].Bytes + BatchBytes <= limit)
            {
                records.MayBeSentAgain(index, $"Not stored: Kafka refused the batch that it came in, which was larger than the topic's {limit} bytes. Send it again with fewer others.");
            }
        }
    }

    private static async Task<long?> LimitAsync(Cluster cluster, string topic)
    {
        try
        {
            var configs = await cluster.ReadTopicConfigsAsync(topic);
            return long.TryParse(configs.GetValueOrDefault("max.message.bytes"), CultureInfo.InvariantCulture, out var limit) ? limit : null;
        }
        catch (KafkaException)
        {
            return null; // not told, for which the record's outcome stays what Kafka said
        }
    }
}
