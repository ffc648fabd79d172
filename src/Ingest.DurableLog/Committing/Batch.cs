using System.Buffers;
using Ingest.DurableLog.Format;

namespace Ingest.DurableLog.Committing;

/// <summary>The entries of one commit, framed in blocks as they will stand in the file, and the task all their writers await.</summary>
/// <remarks>Filled under the committer's lock, then owned by the thread that writes it. Holds memory only between the two.</remarks>
internal sealed class Batch
{
    private const int InitialBytes = 4 << 10;

    private readonly List<Draft> _blocks = [];
    private TaskCompletionSource _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _buffer = [];

    public int Length { get; private set; }

    public int Entries { get; private set; }

    public long FirstOffset { get; private set; }

    public long NextOffset { get; private set; }

    /// <summary>Done when the batch is acknowledged, failed when it is not.</summary>
    public Task Flushed => _flushed.Task;

    /// <summary>Done when the batch was taken to be written, which makes room for the next one.</summary>
    public Task Taken => _taken.Task;

    public void Begin(long firstOffset) => (FirstOffset, NextOffset) = (firstOffset, firstOffset);

    /// <summary>Adds all entries or, when <paramref name="write"/> throws, none.</summary>
    public void Add<TState>(ReadOnlySpan<EntrySize> entries, TState state, EntryWriter<TState> write)
    {
        var (length, count, next, blocks, last) = (Length, Entries, NextOffset, _blocks.Count, _blocks.Count == 0 ? default : _blocks[^1]);
        try
        {
            for (var i = 0; i < entries.Length; i++)
            {
                write(state, i, NextOffset, Reserve(entries[i]));
                NextOffset += entries[i].Offsets;
            }
        }
        catch
        {
            (Length, Entries, NextOffset) = (length, count, next);
            _blocks.RemoveRange(blocks, _blocks.Count - blocks);
            if (blocks > 0)
            {
                _blocks[^1] = last;
            }

            throw;
        }
    }

    /// <summary>Completes the headers now that the position in the file is known, and gives the bytes to write.</summary>
    public ReadOnlySpan<byte> Frame(long position, Checksum checksum, List<BlockHeader> headers)
    {
        _taken.TrySetResult();
        headers.Clear();
        for (var i = 0; i < _blocks.Count; i++)
        {
            var draft = _blocks[i];
            var (end, next) = i + 1 < _blocks.Count ? (_blocks[i + 1].Start, _blocks[i + 1].FirstOffset) : (Length, NextOffset);
            var header = new BlockHeader(
                position + draft.Start, position, draft.FirstOffset, next, draft.MaxTimestamp, end - draft.Start - BlockHeader.Bytes, draft.Entries);
            header.Write(_buffer.AsSpan(draft.Start, end - draft.Start), checksum);
            headers.Add(header);
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

    /// <summary>Makes the batch ready for another round, and gives its memory back.</summary>
    public void Reset()
    {
        (Length, Entries) = (0, 0);
        _blocks.Clear();
        _flushed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private Span<byte> Reserve(EntrySize entry)
    {
        if (_blocks.Count == 0 || Length - _blocks[^1].Start >= BlockHeader.FullBytes)
        {
            _blocks.Add(new Draft(Length, NextOffset, long.MinValue, 0));
            _ = Take(BlockHeader.Bytes);
        }

        var block = _blocks[^1];
        _blocks[^1] = block with { Entries = block.Entries + 1, MaxTimestamp = Math.Max(block.MaxTimestamp, entry.Timestamp) };
        Entries++;
        new EntryPrefix(entry.Bytes, checked((int)(NextOffset - block.FirstOffset)), entry.Offsets, entry.Timestamp).Write(Take(BlockHeader.EntryPrefixBytes));
        return Take(entry.Bytes);
    }

    private Span<byte> Take(int length)
    {
        if (_buffer.Length - Length < length)
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(Math.Max(InitialBytes, 2L * _buffer.Length), (long)Length + length)));
            _buffer.AsSpan(0, Length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        Length += length;
        return _buffer.AsSpan(Length - length, length);
    }

    private readonly record struct Draft(int Start, long FirstOffset, long MaxTimestamp, int Entries);
}
