using System.Buffers;

namespace Ingest.DurableLog;

/// <summary>Entries whose bytes are valid until this is disposed.</summary>
public sealed class PooledEntries : IDisposable
{
    private readonly List<byte[]> _buffers;

    internal PooledEntries(IReadOnlyList<LogEntry> entries, List<byte[]> buffers) => (Entries, _buffers) = (entries, buffers);

    /// <summary>The entries, in order.</summary>
    public IReadOnlyList<LogEntry> Entries { get; private set; }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        Entries = [];
        _buffers.ForEach(buffer => ArrayPool<byte>.Shared.Return(buffer));
        _buffers.Clear();
    }
}
