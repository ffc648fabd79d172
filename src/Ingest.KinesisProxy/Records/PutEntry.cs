namespace Ingest.KinesisProxy.Records;

/// <summary>A record to be stored.</summary>
/// <param name="Data">Its bytes, in the request's buffer.</param>
/// <param name="PartitionKey">Decides its shard.</param>
/// <param name="PartitionKeyBytes">The key's length in UTF-8, which counts towards Kinesis' limits.</param>
/// <param name="ExplicitHashKey">Decides its shard in the key's place; null when it was not given.</param>
internal readonly record struct PutEntry(
    ArraySegment<byte> Data, string PartitionKey, int PartitionKeyBytes, string? ExplicitHashKey)
{
    /// <summary>What Kinesis counts, in bytes.</summary>
    public int Size => Data.Count + PartitionKeyBytes;
}
