namespace Ingest.S3Sink.Records;

/// <summary>A record as it came from a partition.</summary>
/// <param name="Offset">Its offset.</param>
/// <param name="TimestampMs">Its timestamp, milliseconds since 1970.</param>
/// <param name="Key">Its key, if any.</param>
/// <param name="Value">Its value; null is a tombstone.</param>
internal readonly record struct SinkRecord(long Offset, long TimestampMs, byte[]? Key, byte[]? Value);
