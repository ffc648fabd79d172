namespace Ingest.DurableLog;

/// <summary>Writes record <paramref name="i"/> of an append into the log's own buffer. Runs under the log's lock: short, and no waiting.</summary>
/// <param name="state">What the caller passed.</param>
/// <param name="i">Which record of the append: 0, 1, …</param>
/// <param name="index">The record's index in the log.</param>
/// <param name="destination">Exactly as long as was asked for; its bytes are undefined until written.</param>
public delegate void RecordWriter<in TState>(TState state, int i, long index, Span<byte> destination);
