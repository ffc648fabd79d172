namespace Ingest.DurableLog;

/// <summary>Another process, or another instance in this one, has the log open.</summary>
public sealed class DurableLogInUseException(string path, Exception? cause = null)
    : IOException($"The log {path} is in use: only one process at a time may open it.", cause);

/// <summary>Bytes that were acknowledged are not what was written.</summary>
/// <param name="path">The log.</param>
/// <param name="position">Where the damage starts, in bytes from the start of the file.</param>
/// <param name="reason">What does not hold there.</param>
public sealed class DurableLogDamagedException(string path, long position, string reason)
    : IOException($"The log {path} is damaged at byte {position}: {reason}")
{
    /// <summary>Where the damage starts, in bytes from the start of the file.</summary>
    public long Position { get; } = position;
}

/// <summary>A write or a flush failed; nothing is appended any more until the log is opened again.</summary>
/// <remarks>After a failed flush nobody knows which pages reached the disk, and flushing again may report success without writing.</remarks>
public sealed class DurableLogFailedException(string path, Exception cause)
    : IOException($"The log {path} takes no more records until it is opened again: {cause.Message}", cause);
