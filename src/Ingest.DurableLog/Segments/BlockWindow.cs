using System.Buffers;
using Ingest.DurableLog.Format;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Segments;

/// <summary>Looks at the blocks of a file through a window that moves with them. For one caller at a time.</summary>
internal sealed class BlockWindow(SafeFileHandle file, Checksum checksum, long end, int bytes) : IDisposable
{
    private byte[] _window = ArrayPool<byte>.Shared.Rent(bytes);
    private long _start;
    private int _length;

    /// <summary>Reads the block at <paramref name="position"/> and checks it.</summary>
    /// <returns>Null when there is no whole, valid block; else its header.</returns>
    public BlockHeader? Read(long position)
    {
        if (!BlockHeader.TryRead(View(position, BlockHeader.Bytes), position, out var header) || header.End > end)
        {
            return null;
        }

        var length = (int)(header.End - position);
        var block = View(position, length);
        return block.Length >= length && BlockHeader.HasChecksum(block[..length], checksum) ? header : null;
    }

    /// <summary>The next valid block at or behind <paramref name="position"/> that holds what comes at or behind an offset.</summary>
    public BlockHeader? FindNext(long position, long firstOffsetMin)
    {
        while (end - position >= BlockHeader.Bytes)
        {
            var view = View(position, BlockHeader.Bytes);
            var magic = view.IndexOf(BlockHeader.Magic);
            if (magic != 0)
            {
                // A magic may stand across the end of what is in view.
                position += magic > 0 ? magic : view.Length - BlockHeader.Magic.Length + 1;
            }
            else if (Read(position) is { } block && block.FirstOffset >= firstOffsetMin)
            {
                return block;
            }
            else
            {
                position++;
            }
        }

        return null;
    }

    /// <summary>What the file holds from <paramref name="position"/>: at least <paramref name="length"/> bytes, or less at the end.</summary>
    public ReadOnlySpan<byte> View(long position, int length)
    {
        if (position < _start || position + length > _start + _length)
        {
            Move(position, length);
        }

        return _window.AsSpan((int)(position - _start), (int)(_start + _length - position));
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_window);
        _window = [];
    }

    private void Move(long position, int length)
    {
        if (_window.Length < length)
        {
            ArrayPool<byte>.Shared.Return(_window);
            _window = ArrayPool<byte>.Shared.Rent(length);
        }

        (_start, _length) = (position, 0);
        var wanted = (int)Math.Max(0, Math.Min(_window.Length, end - position));
        while (_length < wanted && RandomAccess.Read(file, _window.AsSpan(_length, wanted - _length), position + _length) is > 0 and var read)
        {
            _length += read;
        }
    }
}
