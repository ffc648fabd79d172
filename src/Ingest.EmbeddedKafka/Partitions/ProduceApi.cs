using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>Produce: appends one batch to each of some partitions, and answers when they are acknowledged.</summary>
/// <remarks>
/// Versions 0 to 2 carry the old message formats and are refused in their own shape. They are advertised all the same, as Kafka
/// 4 does, because librdkafka looks at the oldest version to find out what the broker can decompress (KAFKA-18659).
/// </remarks>
internal sealed class ProduceApi(TopicCatalog topics, RecordMetrics metrics) : KafkaApi(ApiKey.Produce, oldest: 0, newest: 10, flexibleFrom: 9)
{
    private const short FirstOfBatches = 3;

    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (transactional, acks, produced) = Read(request.Body, request.Version);
        request.WithoutAnswer = acks == 0;
        var outcomes = new List<(string Topic, List<(int Partition, PartitionAppend Append)> Partitions)>();
        foreach (var (topic, partitions) in produced)
        {
            var appends = new List<(int, PartitionAppend)>(partitions.Count);
            foreach (var (partition, records) in partitions)
            {
                appends.Add((partition, await AppendAsync(topic, partition, records, acks, transactional, request)));
            }

            outcomes.Add((topic, appends));
        }

        return CompleteAsync(outcomes, request.Version, answer);
    }

    private static (bool Transactional, short Acks, IReadOnlyList<(string Topic, IReadOnlyList<(int Partition, ReadOnlyMemory<byte>? Records)> Partitions)> Topics) Read(
        KafkaReader body, short version)
    {
        var transactional = version >= FirstOfBatches && body.ReadNullableString() is not null;
        var acks = body.ReadInt16();
        _ = body.ReadInt32(); // how long to wait for replicas, of which there are none
        var topics = body.ReadArray(topic =>
        {
            var name = topic.ReadString();
            var partitions = topic.ReadArray(partition =>
            {
                var produced = (partition.ReadInt32(), partition.ReadNullableBytes());
                partition.SkipTaggedFields();
                return produced;
            });
            topic.SkipTaggedFields();
            return (name, partitions);
        });
        return (transactional, acks, topics);
    }

    private ValueTask<PartitionAppend> AppendAsync(
        string topic, int partition, ReadOnlyMemory<byte>? records, short acks, bool transactional, KafkaRequest request)
    {
        if (acks is not (-1 or 0 or 1))
        {
            return Refused(KafkaError.InvalidRequiredAcks, $"acks is {acks}; it must be -1 (all), 0 or 1.");
        }

        if (request.Version < FirstOfBatches)
        {
            return Refused(KafkaError.UnsupportedForMessageFormat, "Message formats 0 and 1 are not supported; Produce 3 and newer is.");
        }

        if (transactional)
        {
            return Refused(KafkaError.InvalidTxnState, "Transactions are not supported.");
        }

        if (topics.Find(topic)?.Find(partition) is not { } target)
        {
            return Refused(KafkaError.UnknownTopicOrPartition, $"There is no partition {partition} of topic '{topic}'.");
        }

        metrics.Produced(records?.Length ?? 0);

        // Not for the client to end: without acknowledgements it may be gone already, and its records count all the same.
        return target.AppendAsync(records ?? default, request.Version, CancellationToken.None);

        static ValueTask<PartitionAppend> Refused(KafkaError error, string message) => new(PartitionAppend.Refused(error, message));
    }

    private async Task CompleteAsync(List<(string Topic, List<(int Partition, PartitionAppend Append)> Partitions)> outcomes, short version, KafkaWriter answer)
    {
        foreach (var (topic, partitions) in outcomes)
        {
            for (var i = 0; i < partitions.Count; i++)
            {
                partitions[i] = (partitions[i].Partition, await FlushedAsync(topic, partitions[i].Partition, partitions[i].Append));
            }
        }

        answer.WriteArray(outcomes, (writer, topic) =>
        {
            writer.WriteString(topic.Topic);
            writer.WriteArray(topic.Partitions, (item, partition) => Write(item, version, partition.Partition, partition.Append, topics.Find(topic.Topic)?.Find(partition.Partition)));
            writer.WriteTaggedFields();
        });
        if (version >= 1)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteTaggedFields();
    }

    private async ValueTask<PartitionAppend> FlushedAsync(string topic, int partition, PartitionAppend append)
    {
        try
        {
            await append.Flushed;
            return append;
        }
        catch (Exception failure) when (failure is DurableLogFullException or DurableLogFailedException)
        {
            metrics.Failed(failure, topic, partition);
            return PartitionAppend.Refused(KafkaError.KafkaStorageError, failure.Message);
        }
    }

    private static void Write(KafkaWriter writer, short version, int partition, PartitionAppend append, Partition? stored)
    {
        writer.WriteInt32(partition);
        writer.WriteError(append.Refusal?.Error ?? KafkaError.None);
        writer.WriteInt64(append.BaseOffset);
        if (version >= 2)
        {
            writer.WriteInt64(append.AppendTime);
        }

        if (version >= 5)
        {
            writer.WriteInt64(append.Refusal is null ? stored?.LogStartOffset ?? 0 : -1);
        }

        if (version >= 8)
        {
            int[] records = append.Refusal?.RecordIndex is { } index ? [index] : [];
            writer.WriteArray(records, (item, record) =>
            {
                item.WriteInt32(record);
                item.WriteString(append.Refusal!.Message);
                item.WriteTaggedFields();
            });
            writer.WriteString(append.Refusal?.Message);
        }

        writer.WriteTaggedFields();
    }
}
