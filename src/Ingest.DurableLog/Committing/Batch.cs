using System.Buffers.Binary;
using Ingest.DurableLog.Format;

namespace Ingest.DurableLog.Committing;

/// <summary>The records of one commit round, framed in blocks as they will stand in the file, and the task all their writers await.</summary>
/// <remarks>Filled under the committer's lock, then owned by the round that writes it.</remarks>
internal sealed class Batch
{
    /// <summary>A block takes no further record beyond this. It bounds what a reader of one record must read and check.</summary>
    private const int BlockPayloadBytes = 64 << 10;
    private const int InitialBytes = 4 << 10;
    private const int KeptBytesMax = 1 << 20;

    private readonly List<Draft> _blocks = [];
    private TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _buffer = new byte[InitialBytes];

    public int Length { get; private set; }

    public int Records { get; private set; }

    public long FirstIndex { get; private set; }

    /// <summary>Done when the batch is on disk, failed when it may not be.</summary>
    public Task Flushed => _flushed.Task;

    /// <summary>Done when the batch was taken to be written, which makes room for the next one.</summary>
    public Task Taken => _taken.Task;

    public void Begin(long firstIndex) => FirstIndex = firstIndex;

    /// <summary>Adds all records or, when <paramref name="write"/> throws, none.</summary>
    public void Add<TState>(ReadOnlySpan<int> lengths, TState state, RecordWriter<TState> write)
    {
        var (length, records, blocks, last) = (Length, Records, _blocks.Count, _blocks.Count == 0 ? default : _blocks[^1]);
        try
        {
            for (var i = 0; i < lengths.Length; i++)
            {
                var index = FirstIndex + Records;
                write(state, i, index, Reserve(lengths[i]));
            }
        }
        catch
        {
            (Length, Records) = (length, records);
            _blocks.RemoveRange(blocks, _blocks.Count - blocks);
            if (blocks > 0)
            {
                _blocks[^1] = last;
            }

            throw;
        }
    }

    /// <summary>Completes the headers now that the position in the file is known, and gives the bytes to write.</summary>
    public ReadOnlySpan<byte> Frame(long position, uint seed, List<BlockHeader> headers)
    {
        _taken.SetResult();
        var index = FirstIndex;
        for (var i = 0; i < _blocks.Count; i++)
        {
            var (start, records) = _blocks[i];
            var end = i + 1 < _blocks.Count ? _blocks[i + 1].Start : Length;
            var header = new BlockHeader(position + start, position, index, end - start - BlockHeader.Bytes, records);
            header.Write(_buffer.AsSpan(start, end - start), seed);
            headers.Add(header);
            index += records;
        }

        return _buffer.AsSpan(0, Length);
    }

    public void Complete() => _flushed.SetResult();

    public void Fail(Exception failure)
    {
        _taken.TrySetResult();
        _flushed.TrySetException(failure);
        _ = _flushed.Task.Exception; // Seen: a batch that nobody awaits any more is not an unobserved failure.
    }

    /// <summary>Makes the batch ready for another round; a buffer that grew large is given up.</summary>
    public void Reset()
    {
        (Length, Records) = (0, 0);
        _blocks.Clear();
        _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_buffer.Length > KeptBytesMax)
        {
            _buffer = new byte[InitialBytes];
        }
    }

    private Span<byte> Reserve(int length)
    {
        if (_blocks.Count == 0 || Length - _blocks[^1].Start >= BlockPayloadBytes)
        {
            _blocks.Add(new Draft(Length, 0));
            _ = Take(BlockHeader.Bytes);
        }

        _blocks[^1] = _blocks[^1] with { Records = _blocks[^1].Records + 1 };
        Records++;
        BinaryPrimitives.WriteInt32LittleEndian(Take(BlockHeader.RecordPrefixBytes), length);
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        if (_buffer.Length - Length < length)
        {
            Array.Resize(ref _buffer, (int)Math.Min(Array.MaxLength, Math.Max(2L * _buffer.Length, (long)Length + length)));
        }

        var taken = _buffer.AsSpan(Length, length);
        Length += length;
        return taken;
    }

    private readonly record struct Draft(int Start, int Records);
}
