namespace Ingest.EmbeddedKinesis.Shards;

/// <summary>A record to be put, checked.</summary>
/// <param name="PartitionKey">Its partition key.</param>
/// <param name="PartitionKeyBytes">The key's length in UTF-8.</param>
/// <param name="HashKey">Decides the shard: MD5 of the partition key, or the explicit hash key.</param>
/// <param name="Data">Its data, still in base64 in the request's body.</param>
internal readonly record struct PutEntry(string PartitionKey, int PartitionKeyBytes, UInt128 HashKey, Blob Data);
