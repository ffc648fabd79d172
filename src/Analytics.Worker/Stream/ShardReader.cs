using System.Globalization;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Faults;

namespace Analytics.Worker.Stream;

/// <summary>Reads a shard from a position on, at the pace the service allows.</summary>
internal sealed class ShardReader(
    IAmazonKinesis kinesis, ShardId shard, string? after, StreamOptions options, TimeProvider time, WorkerMetrics metrics)
{
    private string? _iterator;
    private string? _position = after;
    private long? _lastRead;

    /// <summary>Whether the shard is closed and read to its end.</summary>
    public bool Ended { get; private set; }

    /// <summary>Whether the last read found nothing because there was nothing, rather than by chance.</summary>
    public bool AtTip { get; private set; }

    /// <summary>Reads on. No records does not mean the end: see <see cref="Ended"/>.</summary>
    /// <exception cref="PermanentFaultException">The service does not know the position: the stream is another one now.</exception>
    public async Task<IReadOnlyList<RawRecord>> ReadAsync(CancellationToken cancellation)
    {
        await PaceAsync(cancellation);
        try
        {
            _iterator ??= await OpenAsync(cancellation);
            var answer = await kinesis.GetRecordsAsync(
                new GetRecordsRequest { ShardIterator = _iterator, Limit = options.ReadRecordsMax }, cancellation);
            return Take(answer);
        }
        catch (ExpiredIteratorException)
        {
            // It is opened anew after the last record, by the next read.
            _iterator = null;
            AtTip = false;
            metrics.Read(shard.Stream, "expired");
        }
        catch (ProvisionedThroughputExceededException)
        {
            AtTip = false;
            metrics.Read(shard.Stream, "throttled");
            await Task.Delay(options.ThrottledDelay, time, cancellation);
        }

        return [];
    }

    /// <summary>The sequence number of the oldest record that the shard still holds; null when it shows none.</summary>
    public static async Task<string?> FindOldestAsync(IAmazonKinesis kinesis, ShardId shard, CancellationToken cancellation)
    {
        var place = await kinesis.GetShardIteratorAsync(
            new GetShardIteratorRequest { StreamName = shard.Stream, ShardId = shard.Shard, ShardIteratorType = ShardIteratorType.TRIM_HORIZON }, cancellation);
        var answer = await kinesis.GetRecordsAsync(new GetRecordsRequest { ShardIterator = place.ShardIterator, Limit = 1 }, cancellation);
        return answer.Records?.FirstOrDefault()?.SequenceNumber;
    }

    private List<RawRecord> Take(GetRecordsResponse answer)
    {
        var records = new List<RawRecord>(answer.Records?.Count ?? 0);
        foreach (var record in answer.Records ?? [])
        {
            if (_position is not null && SequenceNumber.Compare(record.SequenceNumber!, _position) <= 0)
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"{shard} gave {record.SequenceNumber} after {_position}; sequence numbers must rise."));
            }

            _position = record.SequenceNumber!;
            records.Add(new RawRecord(shard.Shard, _position, BytesOf(record)));
        }

        _iterator = answer.NextShardIterator;
        Ended = _iterator is null;
        AtTip = records.Count == 0 && answer.MillisBehindLatest is null or 0;
        metrics.Read(shard.Stream, records.Count > 0 ? "records" : "empty");
        metrics.Behind(shard.Stream, shard.Shard, TimeSpan.FromMilliseconds(answer.MillisBehindLatest ?? 0));
        return records;
    }

    private async Task<string?> OpenAsync(CancellationToken cancellation)
    {
        try
        {
            var answer = await kinesis.GetShardIteratorAsync(
                new GetShardIteratorRequest
                {
                    StreamName = shard.Stream,
                    ShardId = shard.Shard,
                    ShardIteratorType = _position is null ? ShardIteratorType.TRIM_HORIZON : ShardIteratorType.AFTER_SEQUENCE_NUMBER,
                    StartingSequenceNumber = _position,
                },
                cancellation);
            return answer.ShardIterator;
        }
        catch (InvalidArgumentException refused) when (_position is not null)
        {
            throw new PermanentFaultException(
                $"{shard} cannot be read after {_position}: {refused.Message} The stream may have been deleted and made again under its name.", refused);
        }
    }

    private async Task PaceAsync(CancellationToken cancellation)
    {
        if (_lastRead is { } last && options.ReadInterval - time.GetElapsedTime(last) is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait, time, cancellation);
        }

        _lastRead = time.GetTimestamp();
    }

    private static ReadOnlyMemory<byte> BytesOf(Record record) => record.Data switch
    {
        null => default,
        { } data when data.TryGetBuffer(out var buffer) => buffer.AsMemory(),
        { } data => data.ToArray(),
    };
}
