using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>Fetch: reads batches of partitions, and waits for more when there are too few.</summary>
/// <remarks>There are no fetch sessions (KIP-227): every answer says session 0, so clients send every request whole.</remarks>
internal sealed class FetchApi(TopicCatalog topics, RecordMetrics metrics, TimeProvider time) : KafkaApi(ApiKey.Fetch, oldest: 4, newest: 12, flexibleFrom: 12)
{
    private const int AnswerBytesMax = 55 << 20; // fetch.max.bytes of a broker: 55 MiB

    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var fetch = FetchRequest.Read(request.Body, request.Version);
        if (fetch.SessionId != 0)
        {
            Write(answer, request.Version, KafkaError.FetchSessionIdNotFound, []);
            return Task.CompletedTask;
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromMilliseconds(Math.Max(0, fetch.MaxWaitMs)), time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, request.Cancellation);
        while (true)
        {
            var read = Read(fetch);
            try
            {
                if (ended.IsCancellationRequested || read.Any(partition => partition.Error != KafkaError.None) || read.Sum(partition => (long)partition.Bytes) >= fetch.MinBytes)
                {
                    Write(answer, request.Version, KafkaError.None, read);
                    return Task.CompletedTask;
                }
            }
            finally
            {
                read.ForEach(partition => partition.Batches?.Dispose());
            }

            await WaitForMoreAsync(read, ended.Token);
        }
    }

    private List<Fetched> Read(FetchRequest fetch)
    {
        var fetched = new List<Fetched>();
        var (left, nothingYet) = (Math.Min(fetch.MaxBytes, AnswerBytesMax), true);
        foreach (var topic in fetch.Topics)
        {
            foreach (var wanted in topic.Partitions)
            {
                var partition = Read(topic.Name, wanted, left, oneAtLeast: nothingYet);
                (left, nothingYet) = (left - partition.Bytes, nothingYet && partition.Bytes == 0);
                fetched.Add(partition);
            }
        }

        return fetched;
    }

    private Fetched Read(string topic, FetchPartition wanted, int left, bool oneAtLeast)
    {
        var partition = topics.Find(topic)?.Find(wanted.Partition);
        if (partition is null || wanted.CurrentLeaderEpoch > 0)
        {
            return new Fetched(topic, wanted.Partition, partition is null ? KafkaError.UnknownTopicOrPartition : KafkaError.UnknownLeaderEpoch, null, -1, null);
        }

        // The high watermark first: what is read afterwards may reach beyond it, never the other way round.
        var end = partition.HighWatermark;
        if (left <= 0 && !oneAtLeast)
        {
            return new Fetched(topic, wanted.Partition, KafkaError.None, partition, end, null);
        }

        var (error, batches) = partition.Read(wanted.FetchOffset, Math.Min(left, wanted.MaxBytes));
        if (batches is { Entries: [var first, ..] } && first.Data.Length > left && !oneAtLeast)
        {
            batches.Dispose();
            batches = null;
        }

        return new Fetched(topic, wanted.Partition, error, partition, partition.HighWatermark, batches);
    }

    /// <summary>Until one of the partitions has more than it had, or the client waits no longer.</summary>
    private async Task WaitForMoreAsync(List<Fetched> read, CancellationToken ended)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ended);

        // A partition whose log failed gets no more; it is read as ever, and not waited for.
        var waits = read.Where(partition => partition.Partition is { Failure: null })
            .Select(partition => partition.Partition!.WaitForAsync(partition.HighWatermark, over.Token))
            .Append(Task.Delay(Timeout.InfiniteTimeSpan, time, over.Token));
        await Task.WhenAny(waits);
        await over.CancelAsync();
    }

    private void Write(KafkaWriter answer, short version, KafkaError error, List<Fetched> read)
    {
        answer.WriteInt32(0); // throttled by no time
        if (version >= 7)
        {
            answer.WriteError(error);
            answer.WriteInt32(0); // no session
        }

        answer.WriteArray([.. read.GroupBy(partition => partition.Topic)], (writer, topic) =>
        {
            writer.WriteString(topic.Key);
            writer.WriteArray([.. topic], (item, partition) => Write(item, version, partition));
            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
    }

    private void Write(KafkaWriter writer, short version, Fetched fetched)
    {
        writer.WriteInt32(fetched.Number);
        writer.WriteError(fetched.Error);
        writer.WriteInt64(fetched.HighWatermark);
        writer.WriteInt64(fetched.HighWatermark); // last stable offset: there are no transactions
        if (version >= 5)
        {
            writer.WriteInt64(fetched.Partition?.LogStartOffset ?? -1);
        }

        writer.WriteArray(Array.Empty<int>(), (_, _) => { }); // aborted transactions
        if (version >= 11)
        {
            writer.WriteInt32(-1); // no other replica to read from
        }

        writer.WriteBytesLength(fetched.Bytes);
        foreach (var batch in fetched.Batches?.Entries ?? [])
        {
            batch.Data.Span.CopyTo(writer.Reserve(batch.Data.Length));
        }

        metrics.Fetched(fetched.Bytes);
        writer.WriteTaggedFields();
    }

    /// <summary>What was read of a partition. The batches are given back when they are written.</summary>
    private sealed record Fetched(string Topic, int Number, KafkaError Error, Partition? Partition, long HighWatermark, PooledEntries? Batches)
    {
        public int Bytes { get; } = Batches?.Entries.Sum(batch => batch.Data.Length) ?? 0;
    }
}
