using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Batches;
using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>One partition: a durable log whose entries are record batches, and what is known of the producers that write to it.</summary>
internal sealed partial class Partition : IAsyncDisposable
{
    private readonly DurableLog.DurableLog _log;
    private readonly string _snapshotPath;
    private readonly Func<TopicConfig> _config;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ProducerStates _producers = new();

    /// <summary>Held while a batch is checked and gets its place, so that what was checked still holds when it has it.</summary>
    private readonly SemaphoreSlim _gate = new(1, 1);
    private long _nextOffset;
    private long _snapshotOffset;

    private Partition(DurableLog.DurableLog log, string name, string snapshotPath, Func<TopicConfig> config, TimeProvider time, ILogger logger)
    {
        (_log, Name, _snapshotPath, _config, _time, _logger) = (log, name, snapshotPath, config, time, logger);
        _nextOffset = log.EndOffset;
    }

    /// <summary>Topic and number, for messages.</summary>
    public string Name { get; }

    public long LogStartOffset => _log.StartOffset;

    /// <summary>The offset behind the last record that is acknowledged: there is one broker, so all who read may read it.</summary>
    public long HighWatermark => _log.EndOffset;

    /// <summary>Bytes on disk.</summary>
    public long Bytes => _log.Bytes;

    /// <summary>Why it takes no more records; null while it does.</summary>
    public Exception? Failure => _log.Failure;

    public static async Task<Partition> OpenAsync(
        string directory, string name, Func<TopicConfig> config, DurableLogOptions options, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        var log = await DurableLog.DurableLog.OpenOrCreateAsync(directory, options, cancellation);
        var partition = new Partition(log, name, directory + ".producers", config, time, logger);
        partition.RecoverProducers();
        partition.LogWhatRecoveryFound();
        return partition;
    }

    /// <summary>Appends the batch of one producer; done when it has its place behind all that came before.</summary>
    public async ValueTask<PartitionAppend> AppendAsync(ReadOnlyMemory<byte> batch, short produceVersion, CancellationToken cancellation)
    {
        var config = _config();
        if (BatchCheck.Refuse(batch, produceVersion, config.MessageBytesMax, config.Compacts) is { } refusal)
        {
            return PartitionAppend.Refused(refusal);
        }

        var header = BatchHeader.Read(batch.Span);
        await _gate.WaitAsync(cancellation);
        try
        {
            LimitSegments(config);
            while (true)
            {
                var (error, repeated) = header.HasProducer ? _producers.Check(header) : default;
                if (error != KafkaError.None)
                {
                    return PartitionAppend.Refused(error, $"Producer {header.ProducerId}, epoch {header.ProducerEpoch}: sequence number {header.BaseSequence} was not the next.");
                }

                if (repeated is not null)
                {
                    return new PartitionAppend(null, repeated.BaseOffset, config.LogAppendTime ? repeated.AppendTime : -1, repeated.Flushed);
                }

                if (await TryAppendAsync(batch, header, config, cancellation) is { } appended)
                {
                    return appended;
                }
            }
        }
        catch (DurableLogFailedException failed)
        {
            return PartitionAppend.Refused(KafkaError.KafkaStorageError, failed.Message);
        }
        catch (ObjectDisposedException)
        {
            return PartitionAppend.Refused(KafkaError.UnknownTopicOrPartition, $"{Name} was deleted.");
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Done when an offset may be read.</summary>
    public Task WaitForAsync(long offset, CancellationToken cancellation) => _log.WaitForAsync(offset, cancellation);

    /// <summary>Reads whole batches from the one that holds an offset; one at least, however large.</summary>
    /// <returns>The batches, to be disposed, or an error.</returns>
    public (KafkaError Error, PooledEntries? Batches) Read(long offset, int maxBytes)
    {
        try
        {
            return offset >= LogStartOffset && offset <= HighWatermark
                ? (KafkaError.None, _log.ReadPooled(offset, int.MaxValue, Math.Max(0, maxBytes)))
                : (KafkaError.OffsetOutOfRange, null);
        }
        catch (ArgumentOutOfRangeException)
        {
            return (KafkaError.OffsetOutOfRange, null); // retention was quicker
        }
        catch (DurableLogDamagedException damaged)
        {
            // A client reports it to its user, who can seek behind it; a storage error would be tried again for ever.
            LogDamaged(Name, damaged.Damage.FirstOffset, damaged.Damage.NextOffset, damaged.Message);
            return (KafkaError.CorruptMessage, null);
        }
        catch (ObjectDisposedException)
        {
            return (KafkaError.UnknownTopicOrPartition, null);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        if (Directory.Exists(_log.Path) && _log.EndOffset != _snapshotOffset)
        {
            ProducerSnapshot.Write(_snapshotPath, _log.EndOffset, _producers);
        }
    }

    /// <returns>Null when appends before it turned out not to be stored: it has to be checked again.</returns>
    private async ValueTask<PartitionAppend?> TryAppendAsync(ReadOnlyMemory<byte> batch, BatchHeader header, TopicConfig config, CancellationToken cancellation)
    {
        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();

        // A batch whose producer gave no time is as old as its arrival: retention would take it at once otherwise.
        var size = new EntrySize(batch.Length, header.Count, config.LogAppendTime || header.MaxTimestamp < 0 ? now : header.MaxTimestamp);
        try
        {
            var pending = await _log.EnqueueAsync(
                new[] { size },
                (Batch: batch, Due: _nextOffset, Now: config.LogAppendTime ? now : -1),
                static (state, _, offset, destination) => WriteBatch(state.Batch.Span, state.Due, offset, state.Now, destination),
                cancellation);
            _nextOffset = pending.Offset + header.Count;
            if (header.HasProducer)
            {
                _producers.Add(header, pending.Offset, now, pending.Flushed);
            }

            return new PartitionAppend(null, pending.Offset, config.LogAppendTime ? now : -1, pending.Flushed);
        }
        catch (MovedBackException moved)
        {
            _producers.RollBack(moved.Offset);
            _nextOffset = moved.Offset;
            return null;
        }
    }

    private static void WriteBatch(ReadOnlySpan<byte> batch, long due, long offset, long now, Span<byte> destination)
    {
        if (offset != due)
        {
            throw new MovedBackException(offset);
        }

        batch.CopyTo(destination);
        BatchHeader.WriteOffset(destination, offset);
        if (now >= 0)
        {
            BatchHeader.WriteLogAppendTime(destination, now);
        }
    }

    private void RecoverProducers()
    {
        var snapshot = ProducerSnapshot.Read(_snapshotPath);
        if (snapshot is not null && snapshot.Offset <= _log.EndOffset && snapshot.Offset >= _log.StartOffset)
        {
            snapshot.Restore(_producers);
            _snapshotOffset = snapshot.Offset;
        }
        else
        {
            // Of batches that a crash of the machine took, where they are not flushed at once: it must not count when others are in their place.
            File.Delete(_snapshotPath);
        }

        for (var next = Math.Max(_snapshotOffset, _log.StartOffset); next < _log.EndOffset;)
        {
            next = RecoverFrom(next);
        }
    }

    private long RecoverFrom(long offset)
    {
        try
        {
            using var read = _log.ReadPooled(offset, int.MaxValue, 1 << 20);
            foreach (var entry in read.Entries)
            {
                var header = BatchHeader.Read(entry.Data.Span);
                if (header.HasProducer)
                {
                    _producers.Add(header, entry.Offset, entry.Timestamp, Task.CompletedTask);
                }
            }

            return read.Entries.Count > 0 ? read.Entries[^1].NextOffset : _log.EndOffset;
        }
        catch (DurableLogDamagedException damaged)
        {
            LogDamaged(Name, damaged.Damage.FirstOffset, damaged.Damage.NextOffset, damaged.Message);
            return damaged.Damage.NextOffset;
        }
    }

    private void LogWhatRecoveryFound()
    {
        if (_log.Recovery.TornBytes > 0)
        {
            LogTorn(Name, _log.Recovery.TornBytes);
        }

        foreach (var damage in _log.Recovery.Damage)
        {
            LogDamaged(Name, damage.FirstOffset, damage.NextOffset, $"{damage.Bytes} bytes from byte {damage.Position} of {damage.Segment}");
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "{Partition}: cut off {Bytes} bytes that a crash left half written; they had not been acknowledged")]
    private partial void LogTorn(string partition, long bytes);

    [LoggerMessage(21, LogLevel.Error, "{Partition}: offsets {First} up to {Next} cannot be read: {Reason}")]
    private partial void LogDamaged(string partition, long first, long next, string reason);

    /// <summary>The log's end moved back: appends that had their place were not stored.</summary>
    private sealed class MovedBackException(long offset) : Exception
    {
        public long Offset => offset;
    }
}
