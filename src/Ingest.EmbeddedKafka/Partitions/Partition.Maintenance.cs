using System.Security.Cryptography;
using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Batches;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Partitions;

internal sealed partial class Partition
{
    private const int ReadBytes = 1 << 20;
    private const long SnapshotEveryOffsets = 100_000;
    private static readonly TimeSpan ProducerExpiration = TimeSpan.FromDays(1); // producer.id.expiration.ms

    private TopicConfig? _limitedBy;
    private long _compactedTo;
    private long _compactedBytes;

    /// <summary>Removes what is past retention, compacts, forgets producers that are long gone. One call at a time.</summary>
    public async Task MaintainAsync(CancellationToken cancellation)
    {
        var config = _config();
        if (config.Compacts && IsDirty(config.DirtyRatioMin))
        {
            await CompactAsync(config.TombstoneRetention, cancellation);
        }

        if (config.Deletes)
        {
            await _log.ApplyRetentionAsync(config.RetentionBytes, config.Retention, cancellation);
        }

        await _gate.WaitAsync(cancellation);
        try
        {
            _producers.Expire((_time.GetUtcNow() - ProducerExpiration).ToUnixTimeMilliseconds());
            if (_log.EndOffset - _snapshotOffset >= SnapshotEveryOffsets)
            {
                _snapshotOffset = _log.EndOffset;
                ProducerSnapshot.Write(_snapshotPath, _snapshotOffset, _producers);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Settings that are altered count from the next record on.</summary>
    private void LimitSegments(TopicConfig config)
    {
        if (!ReferenceEquals(config, _limitedBy))
        {
            _log.LimitSegments(config.SegmentBytes, config.SegmentAge);
            _limitedBy = config;
        }
    }

    private bool IsDirty(double ratioMin)
    {
        var dirty = Bytes - _compactedBytes;
        return HighWatermark > _compactedTo && dirty > 0 && dirty >= ratioMin * Bytes;
    }

    /// <summary>Keeps of every key the latest record, at the offset it has always had. Batches that cannot be read stay as they are.</summary>
    private async Task CompactAsync(TimeSpan tombstoneRetention, CancellationToken cancellation)
    {
        await _log.RollAsync(cancellation);
        var end = HighWatermark;
        var latest = new Dictionary<UInt128, long>();
        for (var next = LogStartOffset; next < end;)
        {
            cancellation.ThrowIfCancellationRequested();
            using var read = _log.ReadPooled(next, int.MaxValue, ReadBytes);
            foreach (var entry in read.Entries)
            {
                foreach (var record in RecordsOf(entry).Where(record => record.Key is not null))
                {
                    latest[Hash(record.Key!.Value)] = entry.Offset + record.OffsetDelta;
                }
            }

            next = read.Entries.Count > 0 ? read.Entries[^1].NextOffset : end;
        }

        var tombstonesFrom = (_time.GetUtcNow() - tombstoneRetention).ToUnixTimeMilliseconds();
        await _log.CompactAsync(end, entry => Compact(entry, latest, tombstonesFrom), cancellation);
        (_compactedTo, _compactedBytes) = (end, Bytes);
        LogCompacted(Name, end, latest.Count);
    }

    private RewrittenEntry Compact(LogEntry entry, Dictionary<UInt128, long> latest, long tombstonesFrom)
    {
        var records = RecordsOf(entry);
        var staying = records
            .Where(record => record.Key is not { } key || latest.GetValueOrDefault(Hash(key), -1) <= entry.Offset + record.OffsetDelta)
            .Where(record => !record.IsTombstone || record.Timestamp >= tombstonesFrom)
            .ToArray();
        return staying.Length == records.Count ? RewrittenEntry.With(entry.Data)
            : staying.Length == 0 ? RewrittenEntry.Dropped
            : RewrittenEntry.With(BatchHeader.Rewrite(entry.Data.Span, [.. staying.Select(record => record.Bytes)]));
    }

    private List<BatchRecord> RecordsOf(LogEntry entry)
    {
        try
        {
            return BatchRecords.Read(entry.Data);
        }
        catch (InvalidDataException unreadable)
        {
            LogUnreadable(Name, entry.Offset, unreadable.Message);
            return [];
        }
    }

    private static UInt128 Hash(ReadOnlyMemory<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key.Span, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    [LoggerMessage(22, LogLevel.Information, "{Partition}: compacted up to offset {Offset}, {Keys} keys")]
    private partial void LogCompacted(string partition, long offset, int keys);

    [LoggerMessage(23, LogLevel.Warning, "{Partition}: the batch at offset {Offset} cannot be read and is left as it is: {Reason}")]
    private partial void LogUnreadable(string partition, long offset, string reason);
}
