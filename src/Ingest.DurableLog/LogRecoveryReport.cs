namespace Ingest.DurableLog;

/// <summary>A range of a log that cannot be read.</summary>
/// <param name="FirstOffset">The first offset that may be in it.</param>
/// <param name="NextOffset">The first offset behind it that can be read, or the log's end.</param>
/// <param name="Segment">The name of the segment's file.</param>
/// <param name="Position">Where it starts in that file, in bytes.</param>
/// <param name="Bytes">How long it is.</param>
public sealed record LogDamage(long FirstOffset, long NextOffset, string Segment, long Position, long Bytes);

/// <summary>What was found when a log was opened.</summary>
/// <param name="StartOffset">The first offset that may be read.</param>
/// <param name="EndOffset">The next offset to be appended.</param>
/// <param name="TornBytes">Bytes cut off at the end, which a crash had left half written; they had not been acknowledged.</param>
/// <param name="Damage">What cannot be read; that of closed segments, which are not looked through when a log is opened, shows when they are read.</param>
public sealed record LogRecoveryReport(long StartOffset, long EndOffset, long TornBytes, IReadOnlyList<LogDamage> Damage);
