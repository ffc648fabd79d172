namespace Ingest.DurableLog;

/// <summary>What was found when a log was opened.</summary>
/// <param name="Records">Records in the log.</param>
/// <param name="Bytes">Bytes of the file that hold them.</param>
/// <param name="TornBytes">Bytes cut off behind them, which a crash had left half written; they had not been acknowledged.</param>
public sealed record LogRecoveryReport(long Records, long Bytes, long TornBytes);
