namespace Ingest.DurableLog;

/// <summary>An entry as it was appended: one or more consecutive offsets that are stored, read and lost together.</summary>
/// <param name="Offset">The first offset it covers.</param>
/// <param name="NextOffset">The offset behind the last one it covers.</param>
/// <param name="Timestamp">The time its writer gave it, in milliseconds since 1970 (UTC).</param>
/// <param name="Data">Its bytes.</param>
public readonly record struct LogEntry(long Offset, long NextOffset, long Timestamp, ReadOnlyMemory<byte> Data);

/// <summary>What the log must know of an entry before its bytes are written.</summary>
/// <param name="Bytes">How many bytes it has: 0 to <see cref="DurableLogOptions.EntryBytesMax"/>.</param>
/// <param name="Offsets">How many offsets it covers, 1 or more: a batch of n records covers n.</param>
/// <param name="Timestamp">Its time in milliseconds since 1970 (UTC): looked up by time, and old by it.</param>
public readonly record struct EntrySize(int Bytes, int Offsets = 1, long Timestamp = 0);

/// <summary>Writes entry <paramref name="i"/> of an append into the log's own buffer. Runs under the log's lock: short, and no waiting.</summary>
/// <param name="state">What the caller passed.</param>
/// <param name="i">Which entry of the append: 0, 1, …</param>
/// <param name="offset">The first offset it covers.</param>
/// <param name="destination">Exactly as long as was asked for; its bytes are undefined until written.</param>
public delegate void EntryWriter<in TState>(TState state, int i, long offset, Span<byte> destination);

/// <summary>Entries that have their place in the log and are on their way to the disk.</summary>
/// <param name="Offset">The first offset of the first entry.</param>
/// <param name="Flushed">
/// Done when they are acknowledged as <see cref="FlushPolicy"/> says. Fails with <see cref="DurableLogFullException"/>, and then
/// nothing of them is stored, or with <see cref="DurableLogFailedException"/>, and then it shows when the log is opened again.
/// </param>
public readonly record struct PendingAppend(long Offset, Task Flushed);

/// <summary>Says what becomes of an entry when its segment is compacted.</summary>
public delegate RewrittenEntry EntryRewriter(LogEntry entry);

/// <summary>What becomes of an entry; its offsets and its time stay.</summary>
public readonly record struct RewrittenEntry
{
    private RewrittenEntry(ReadOnlyMemory<byte> data) => (Stays, Data) = (true, data);

    /// <summary>It goes.</summary>
    public static RewrittenEntry Dropped => default;

    internal bool Stays { get; }

    internal ReadOnlyMemory<byte> Data { get; }

    /// <summary>It stays, with its own bytes or others.</summary>
    public static RewrittenEntry With(ReadOnlyMemory<byte> data) => new(data);
}
