using System.Buffers;

namespace Ingest.EmbeddedKafka.Connections;

/// <summary>A request's bytes, in memory until it is disposed. It takes memory as bytes come, not as they are announced.</summary>
internal sealed class Frame(int length, ByteBudget ofConnection, ByteBudget ofAll) : IDisposable
{
    /// <summary>What is larger is left to the collector: a pool would keep it, and large requests are rare.</summary>
    private const int PooledBytesMax = 1 << 20;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(length, PooledBytesMax));
    private bool _isPooled = true;
    private int _filled;
    private bool _isDisposed;

    /// <summary>Bytes that have still to come.</summary>
    public int Missing => length - _filled;

    /// <summary>All of them, once they have come.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.AsMemory(0, length);

    public void Append(ReadOnlySequence<byte> part)
    {
        var needed = _filled + (int)part.Length;
        if (needed > _bytes.Length)
        {
            var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(length, Math.Max(needed, 2L * _bytes.Length)));
            _bytes.AsSpan(0, _filled).CopyTo(larger);
            GiveBack();
            (_bytes, _isPooled) = (larger, false);
        }

        part.CopyTo(_bytes.AsSpan(_filled));
        _filled = needed;
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            GiveBack();
            _bytes = [];
            ofConnection.Release(length);
            ofAll.Release(length);
        }
    }

    private void GiveBack()
    {
        if (_isPooled)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }
    }
}
