namespace Analytics.Worker.Engines.DuckDb;

/// <summary>A record as it came, and where it came from.</summary>
/// <param name="Container">The object's key, or the shard's id.</param>
/// <param name="Position">The line's number in the object (a decimal 64-bit number), or the sequence number in the shard.</param>
/// <param name="Bytes">The record, untouched.</param>
internal readonly record struct RawRecord(string Container, string Position, ReadOnlyMemory<byte> Bytes);
