using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Ingest.ObjectStore;
using Ingest.S3Sink.Consuming;
using Ingest.S3Sink.Plans;
using Ingest.S3Sink.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ingest.S3Sink.Tests.Simulation;

/// <summary>One sink with one partition, reading a log in memory, without Kafka and its thread.</summary>
internal sealed class SinkRig : IAsyncDisposable
{
    public static readonly TopicPartition Source = new("t", 0);

    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private readonly MemoryLog _log;

    public SinkRig(IObjectStore store, MemoryLog log, SinkOptions options, TimeProvider time)
    {
        _log = log;
        var metrics = new SinkMetrics(Meters, new SinkState());
        var retries = new Retries(new HastyTime(), options, metrics, NullLogger<Retries>.Instance);
        var opener = new PartitionOpener(store, log, "cluster", metrics, NullLogger<PartitionOpener>.Instance);
        var objects = new ObjectWriter(store, new PartitionKeys(Source.Topic, Source.Partition.Value));
        Writer = new PartitionWriter(Source, opener, objects, log, retries, options, time, metrics);
        Writer.Open();
    }

    public PartitionWriter Writer { get; }

    /// <summary>What the consumer would read next; it follows the writer's position when the partition opens.</summary>
    public long Cursor { get; private set; }

    /// <summary>Hands the next record over, or the end of the log.</summary>
    /// <returns>False at the end.</returns>
    public bool Feed()
    {
        if (_log.Next(Cursor) is not { } record)
        {
            Writer.ReachedEnd(_log.End);
            return false;
        }

        Writer.Append(record);
        Cursor = record.Offset + 1;
        return true;
    }

    public void Advance()
    {
        if (Writer.Advance())
        {
            Cursor = Writer.Position;
        }
    }

    /// <summary>Lets everything under way end, takes notice of it, and feeds; until the log has ended and nothing is under way.</summary>
    public async Task RunToEndAsync(bool writeAll = true)
    {
        for (var isDone = false; !isDone;)
        {
            await Writer.Settled;
            Advance();
            var fed = !Writer.IsOpening && Feed();
            if (!fed && !Writer.IsOpening && writeAll)
            {
                Writer.WriteEarly();
            }

            isDone = !fed && Writer.Settled.IsCompleted && !Writer.IsOpening && (Writer.BufferedBytes == 0 || !writeAll);
        }

        await Writer.Settled;
        Advance();
    }

    public ValueTask DisposeAsync() => Writer.DisposeAsync();

    /// <summary>A clock on which every wait is over at once.</summary>
    private sealed class HastyTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
    }
}
