using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;

namespace Ingest.DurableLog.Reading;

/// <summary>Reads blocks through a window on the file that moves with them. Used by one caller at a time.</summary>
internal sealed class BlockReader(LogFile file, uint seed, long end, int windowBytes)
{
    private byte[] _window = new byte[windowBytes];
    private long _start;
    private int _length;

    /// <summary>Reads the block at <paramref name="position"/> and checks it.</summary>
    /// <returns>Null when there is no whole, valid block; else its header. Its records are in <see cref="Payload"/>.</returns>
    public async ValueTask<BlockHeader?> ReadAsync(long position, CancellationToken cancellation)
    {
        return await ReadHeaderAsync(position, cancellation) is { } header && await IsValidAsync(header, cancellation) ? header : null;
    }

    /// <summary>Reads only the header at <paramref name="position"/>; its checksum is not looked at.</summary>
    public async ValueTask<BlockHeader?> ReadHeaderAsync(long position, CancellationToken cancellation)
    {
        var window = await ViewAsync(position, BlockHeader.Bytes, cancellation);
        return BlockHeader.TryRead(window.Span, position, out var header) && header.End <= end ? header : null;
    }

    public async ValueTask<bool> IsValidAsync(BlockHeader header, CancellationToken cancellation)
    {
        var length = BlockHeader.Bytes + header.PayloadBytes;
        var block = await ViewAsync(header.Position, length, cancellation);
        return block.Length >= length && BlockHeader.HasChecksum(block.Span[..length], seed);
    }

    /// <summary>The records of the block that was read last.</summary>
    public ReadOnlySpan<byte> Payload(BlockHeader header) =>
        _window.AsSpan((int)(header.Position - _start) + BlockHeader.Bytes, header.PayloadBytes);

    /// <summary>What the file holds from <paramref name="position"/>: at least <paramref name="length"/> bytes, or less at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ViewAsync(long position, int length, CancellationToken cancellation)
    {
        if (position < _start || position + length > _start + _length)
        {
            await MoveAsync(position, length, cancellation);
        }

        var offset = (int)(position - _start);
        return _window.AsMemory(offset, _length - offset);
    }

    private async ValueTask MoveAsync(long position, int length, CancellationToken cancellation)
    {
        if (_window.Length < length)
        {
            _window = new byte[length];
        }

        (_start, _length) = (position, 0);
        var wanted = (int)Math.Min(_window.Length, end - position);
        while (_length < wanted)
        {
            var read = await file.ReadAsync(_window.AsMemory(_length, wanted - _length), position + _length, cancellation);
            if (read == 0)
            {
                return;
            }

            _length += read;
        }
    }
}
