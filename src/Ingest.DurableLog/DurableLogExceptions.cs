namespace Ingest.DurableLog;

/// <summary>Another process, or another instance in this one, has the log open.</summary>
public sealed class DurableLogInUseException(string path, Exception? cause = null)
    : IOException($"The log {path} is in use: only one process at a time may open it.", cause);

/// <summary>Bytes that were acknowledged are not what was written. What lies before and behind them can be read.</summary>
/// <param name="path">The log.</param>
/// <param name="damage">What cannot be read.</param>
public sealed class DurableLogDamagedException(string path, LogDamage damage)
    : IOException($"The log {path} is damaged: offsets {damage.FirstOffset} to {damage.NextOffset - 1} cannot be read ({damage.Bytes} bytes from byte {damage.Position} of {damage.Segment}).")
{
    /// <summary>What cannot be read.</summary>
    public LogDamage Damage { get; } = damage;
}

/// <summary>The directory holds something else than a log of this version.</summary>
public sealed class DurableLogFormatException(string path, string reason) : IOException($"{path} is no log of this version: {reason}");

/// <summary>The disk has no room. Nothing of the append is stored; the log goes on, and a later append succeeds when there is room again.</summary>
public sealed class DurableLogFullException(string path, Exception cause)
    : IOException($"The disk has no room for the log {path}: {cause.Message}", cause);

/// <summary>A write or a flush failed; nothing is appended any more until the log is opened again.</summary>
/// <remarks>After a failed flush nobody knows which pages reached the disk, and flushing again may report success without writing.</remarks>
public sealed class DurableLogFailedException(string path, Exception cause)
    : IOException($"The log {path} takes no more entries until it is opened again: {cause.Message}", cause);
