using Confluent.Kafka;
using Ingest.S3Sink.Plans;
using Ingest.S3Sink.Records;
using Ingest.S3Sink.Writing;

namespace Ingest.S3Sink.Consuming;

/// <summary>Gathers the records of one partition into objects and has them written, one after the other.</summary>
/// <remarks>
/// Used by one thread, which never waits here: opening and writing are tasks, whose ends <see cref="Advance"/> takes notice of.
/// While one object is being written the next one is gathered.
/// </remarks>
internal sealed class PartitionWriter(
    TopicPartition source, PartitionOpener opener, ObjectWriter objects, IPartitionLog log, Retries retries,
    SinkOptions options, TimeProvider time, SinkMetrics metrics) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private Task<Opening>? _opening;
    private Task<bool>? _writing;
    private ObjectBuffer _buffer = new();
    private long _bufferSince;
    private long _writingBytes;
    private long _from;
    private Plan? _unfinished;

    public TopicPartition Source => source;

    /// <summary>The next offset to read.</summary>
    public long Position { get; private set; }

    public bool IsOpening => _opening is not null;

    /// <summary>Bytes that could be written now to make room.</summary>
    public long IdleBytes => _writing is null && !IsOpening && _unfinished is null ? _buffer.Bytes : 0;

    /// <summary>Bytes held, those being written too.</summary>
    public long BufferedBytes => _buffer.Bytes + _writingBytes;

    /// <summary>Whether records must be taken, whatever memory they need: an unfinished plan is as large as it is.</summary>
    public bool MustTake => _unfinished is not null;

    /// <summary>Nothing more should be taken: the object gathered is due and the one before it is still being written.</summary>
    public bool IsFull => _writing is not null && IsDue();

    /// <summary>Ends when nothing is being opened or written; never fails.</summary>
    public Task Settled => Task.WhenAll(_opening ?? Task.CompletedTask, _writing ?? Task.CompletedTask)
        .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <summary>Asks the store where to go on; what was gathered is dropped, Kafka has it still.</summary>
    public void Open()
    {
        var writing = _writing;
        (_writing, _buffer, _unfinished) = (null, new ObjectBuffer(), null);
        _opening = Task.Run(async () =>
        {
            if (writing is not null)
            {
                await writing;
            }

            return await retries.RunAsync($"Opening {source}", token => opener.OpenAsync(source, token), _ending.Token);
        });
    }

    /// <summary>Takes a record. While the partition opens, records are not for it.</summary>
    public void Append(SinkRecord record)
    {
        if (IsOpening)
        {
            return;
        }

        if (record.Offset < Position)
        {
            // The log went back: the topic was made anew, or an old answer came late. The store decides.
            Open();
            return;
        }

        if (_unfinished is { } plan && record.Offset > plan.Last)
        {
            Write();
        }

        if (_buffer.IsEmpty)
        {
            _bufferSince = time.GetTimestamp();
        }

        _buffer.Append(record);
        Position = record.Offset + 1;
        if (_unfinished?.Last == record.Offset || (_writing is null && IsDue()))
        {
            Write();
        }
    }

    /// <summary>Takes notice that the log holds nothing from <paramref name="end"/> on.</summary>
    public void ReachedEnd(long end)
    {
        if (IsOpening)
        {
            return;
        }

        if (end < Position)
        {
            Open();
        }
        else if (_unfinished is { } plan && end > plan.Last)
        {
            Write();
        }
    }

    /// <summary>Takes notice of what has ended, and writes what is due.</summary>
    /// <returns>True when the partition has just opened: it is to be read from <see cref="Position"/>.</returns>
    /// <exception cref="SinkStoppedException">The sink must stop.</exception>
    public bool Advance()
    {
        if (_opening is { IsCompleted: true } opening)
        {
            _opening = null;
            (_from, Position, _unfinished) = opening.GetAwaiter().GetResult();
            return true;
        }

        if (_writing is { IsCompleted: true } writing)
        {
            (_writing, _writingBytes) = (null, 0);
            if (!writing.GetAwaiter().GetResult())
            {
                metrics.Overtaken(source.Topic);
                Open();
            }
        }

        if (_writing is null && !IsOpening && IsDue())
        {
            Write();
        }

        return false;
    }

    /// <summary>Writes what is gathered, due or not.</summary>
    public void WriteEarly()
    {
        if (IdleBytes > 0)
        {
            Write();
        }
    }

    /// <summary>Gives the partition up. What was being written, and what was wrong with it, whoever gets it next will find.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Settled;
        _ending.Dispose();
    }

    private bool IsDue() => _unfinished is null && !_buffer.IsEmpty &&
        (_buffer.Records + _buffer.Rejected >= options.FlushRecords ||
         _buffer.Bytes >= options.FlushBytes ||
         time.GetElapsedTime(_bufferSince) >= options.FlushAge);

    private void Write()
    {
        var (buffer, isPlanned) = (_buffer, _unfinished is not null);
        var plan = _unfinished ?? new Plan(_from, buffer.Last, buffer.Records, buffer.First, buffer.Rejected, buffer.RejectedFirst);
        (_buffer, _unfinished, _from, _writingBytes) = (new ObjectBuffer(), null, plan.Next, buffer.Bytes);
        Position = Math.Max(Position, plan.Next);
        _writing = Task.Run(() => WriteAsync(plan, isPlanned, buffer));
    }

    private async Task<bool> WriteAsync(Plan plan, bool isPlanned, ObjectBuffer buffer)
    {
        var written = await retries.RunAsync(
            $"Writing {source} from offset {plan.Start} to {plan.Last}",
            token => objects.TryWriteAsync(plan, isPlanned, buffer, token),
            _ending.Token);
        if (written)
        {
            metrics.Wrote(source.Topic, buffer);
            log.Commit(source, plan.Next);
        }

        return written;
    }
}
