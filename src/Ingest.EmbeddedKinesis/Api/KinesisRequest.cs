using Ingest.EmbeddedKinesis.Shards;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>The members that any of the actions takes. A member means the same in every action, so one type holds them all.</summary>
internal sealed class KinesisRequest
{
    public string? StreamName { get; set; }

    public string? StreamArn { get; set; }

    public int? ShardCount { get; set; }

    public string? StreamMode { get; set; }

    public int? Limit { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public string? ExclusiveStartStreamName { get; set; }

    public string? ExclusiveStartShardId { get; set; }

    public string? ShardId { get; set; }

    public string? ShardIteratorType { get; set; }

    public string? StartingSequenceNumber { get; set; }

    /// <summary>Epoch milliseconds.</summary>
    public long? Timestamp { get; set; }

    public string? ShardIterator { get; set; }

    public string? SequenceNumberForOrdering { get; set; }

    /// <summary>What PutRecord takes beside the stream.</summary>
    public RequestEntry Entry { get; } = new();

    public List<RequestEntry>? Records { get; set; }
}

/// <summary>A record as the request has it, not checked yet.</summary>
internal sealed class RequestEntry
{
    public string? PartitionKey { get; set; }

    public string? ExplicitHashKey { get; set; }

    public Blob? Data { get; set; }
}
