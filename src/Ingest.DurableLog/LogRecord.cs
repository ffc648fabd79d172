namespace Ingest.DurableLog;

/// <summary>A record as it was appended.</summary>
/// <param name="Index">Its index in the log: 0, 1, …</param>
/// <param name="Data">Its bytes.</param>
public readonly record struct LogRecord(long Index, ReadOnlyMemory<byte> Data);
