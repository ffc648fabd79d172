using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Ingest.S3Sink.Records;

namespace Ingest.S3Sink.Consuming;

/// <summary>Polls the consumer and hands each record to its partition's writer; pauses what cannot be taken.</summary>
/// <remarks>All of it runs on the thread that calls <see cref="Run"/>, the consumer's callbacks too.</remarks>
internal sealed partial class PollLoop(SinkOptions options, TimeProvider time, SinkState state, ILogger<PollLoop> log)
{
    private static readonly TimeSpan PollMax = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ObserveEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndingMax = TimeSpan.FromSeconds(15);

    /// <summary>Memory may be exceeded by this part of it before it is looked after again.</summary>
    private const int TicksPerBuffer = 16;

    /// <summary>How long partitions that are open wait for those that are not: each assignment starts all fetching anew.</summary>
    private static readonly TimeSpan AssignWait = TimeSpan.FromSeconds(1);

    private readonly Dictionary<TopicPartition, PartitionWriter> _writers = [];
    private readonly HashSet<TopicPartition> _paused = [];
    private readonly List<Task> _ending = [];
    private readonly HashSet<TopicPartition> _assigned = [];
    private long? _openedAt;
    private long? _observedAt;
    private long _takenBytes;

    /// <summary>Runs until told to stop.</summary>
    /// <exception cref="SinkStoppedException">The sink must stop.</exception>
    /// <exception cref="KafkaException">The client failed for good.</exception>
    public void Run(ConsumerBuilder<byte[], byte[]> builder, Func<IConsumer<byte[], byte[]>, TopicPartition, PartitionWriter> createWriter, CancellationToken stopping)
    {
        using var consumer = builder
            .SetPartitionsAssignedHandler((self, partitions) => Assigned(partitions, partition => createWriter(self, partition)))
            .SetPartitionsRevokedHandler((_, partitions) => Revoked(partitions.Select(partition => partition.TopicPartition)))
            .Build();
        try
        {
            consumer.Subscribe(options.TopicsPattern);
            var ticked = time.GetTimestamp();
            while (!stopping.IsCancellationRequested)
            {
                var took = Poll(consumer);
                if (!took || time.GetElapsedTime(ticked) >= TickEvery || _takenBytes >= options.BufferBytesMax / TicksPerBuffer)
                {
                    Tick(consumer);
                    ticked = time.GetTimestamp();
                    _takenBytes = 0;
                }
            }
        }
        finally
        {
            End(consumer);
        }
    }

    private bool Poll(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            var result = consumer.Consume(PollMax);
            if (result is null || !_writers.TryGetValue(result.TopicPartition, out var writer))
            {
                return false;
            }

            if (result.IsPartitionEOF)
            {
                writer.ReachedEnd(result.Offset);
            }
            else
            {
                _takenBytes += result.Message.Value?.Length ?? 0;
                writer.Append(new SinkRecord(result.Offset, result.Message.Timestamp.UnixTimestampMs, result.Message.Key, result.Message.Value));
            }

            return true;
        }
        catch (ConsumeException none) when (none.Error.Code == ErrorCode.UnknownTopicOrPart && _writers.Count == 0)
        {
            LogNoTopicYet();
            return false;
        }
        catch (ConsumeException failure) when (!failure.Error.IsFatal && failure.Error.Code != ErrorCode.Local_Fatal)
        {
            LogConsumeFailed(failure.Error);
            return false;
        }
    }

    private void Tick(IConsumer<byte[], byte[]> consumer)
    {
        foreach (var writer in _writers.Values)
        {
            if (writer.Advance())
            {
                _openedAt ??= time.GetTimestamp();
            }
        }

        _ending.RemoveAll(task => task.IsCompleted);
        if (_openedAt is { } since && (_writers.Values.All(writer => !writer.IsOpening) || time.GetElapsedTime(since) >= AssignWait))
        {
            Assign(consumer);
        }

        HoldBack(consumer);
    }

    /// <summary>Gives the consumer the partitions that are open, each from where its writer stands.</summary>
    private void Assign(IConsumer<byte[], byte[]> consumer)
    {
        var open = _writers.Values.Where(writer => !writer.IsOpening).ToList();
        try
        {
            consumer.Assign(open.Select(writer => new TopicPartitionOffset(writer.Source, writer.Position)));
        }
        catch (KafkaException refused) when (!refused.Error.IsFatal)
        {
            // The group is between two assignments. The next tick tries again, unless the partitions are taken away first.
            LogNotAssigned(refused.Error);
            return;
        }

        _openedAt = null;
        _paused.Clear();
        _assigned.Clear();
        _assigned.UnionWith(open.Select(writer => writer.Source));
        consumer.Resume(_assigned);
    }

    /// <summary>Makes room when too much is held, and pauses the partitions from which nothing can be taken.</summary>
    private void HoldBack(IConsumer<byte[], byte[]> consumer)
    {
        var held = _writers.Values.Sum(writer => writer.BufferedBytes);
        var idle = _writers.Values.Sum(writer => writer.IdleBytes);
        var isOver = held >= options.BufferBytesMax;
        while (isOver && idle > options.BufferBytesMax / 2)
        {
            var largest = _writers.Values.MaxBy(writer => writer.IdleBytes)!;
            idle -= largest.IdleBytes;
            largest.WriteEarly();
        }

        foreach (var partition in _assigned)
        {
            var writer = _writers[partition];
            var hold = (isOver && !writer.MustTake) || writer.IsFull;
            if (hold && _paused.Add(partition))
            {
                consumer.Pause([partition]);
            }
            else if (!hold && _paused.Remove(partition))
            {
                consumer.Resume([partition]);
            }
        }

        if (_observedAt is not { } last || time.GetElapsedTime(last) >= ObserveEvery)
        {
            _observedAt = time.GetTimestamp();
            state.Observe(held, [.. _assigned.Select(partition => LagOf(consumer, _writers[partition]))]);
        }
    }

    private static Measurement<long> LagOf(IConsumer<byte[], byte[]> consumer, PartitionWriter writer)
    {
        var end = consumer.GetWatermarkOffsets(writer.Source).High;
        return new Measurement<long>(
            end.IsSpecial || writer.IsOpening ? 0 : Math.Max(0, end - writer.Position),
            new KeyValuePair<string, object?>("topic", writer.Source.Topic),
            new KeyValuePair<string, object?>("partition", writer.Source.Partition.Value));
    }

    /// <summary>Opens the partitions, and gives none of them to the consumer yet: <see cref="Tick"/> does when they are open.</summary>
    private IEnumerable<TopicPartitionOffset> Assigned(List<TopicPartition> partitions, Func<TopicPartition, PartitionWriter> createWriter)
    {
        foreach (var partition in partitions)
        {
            var writer = createWriter(partition);
            _writers[partition] = writer;
            writer.Open();
        }

        LogAssigned(partitions.Count);
        return [];
    }

    private void Revoked(IEnumerable<TopicPartition> partitions)
    {
        foreach (var partition in partitions)
        {
            _paused.Remove(partition);
            _assigned.Remove(partition);
            if (_writers.Remove(partition, out var writer))
            {
                _ending.Add(writer.DisposeAsync().AsTask());
            }
        }

        if (_writers.Count == 0)
        {
            _openedAt = null;
        }
    }

    /// <summary>The tasks first, for they use the consumer. A commit that the broker does not answer does not hold up the stop.</summary>
    private void End(IConsumer<byte[], byte[]> consumer)
    {
        Revoked([.. _writers.Keys]);
        if (!Task.WhenAll(_ending).Wait(EndingMax))
        {
            LogEndedWithout(_ending.Count(task => !task.IsCompleted));
        }

        consumer.Close();
    }
}
