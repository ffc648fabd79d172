namespace Amazon.Kinesis.Model;

/// <summary>A stream's state without its shards.</summary>
public class StreamDescriptionSummary
{
    /// <summary>The name.</summary>
    public string? StreamName { get; set; }

    /// <summary>The Amazon resource name.</summary>
    public string? StreamARN { get; set; }

    /// <summary>Whether it can be used.</summary>
    public StreamStatus? StreamStatus { get; set; }

    /// <summary>Provisioned or on-demand.</summary>
    public StreamModeDetails? StreamModeDetails { get; set; }

    /// <summary>When it was created, UTC.</summary>
    public DateTime? StreamCreationTimestamp { get; set; }

    /// <summary>How long records are kept, in hours: 24 to 8,760.</summary>
    public int? RetentionPeriodHours { get; set; }

    /// <summary>Which metrics are measured per shard.</summary>
    public List<EnhancedMetrics>? EnhancedMonitoring { get; set; }

    /// <summary>Whether and how records are encrypted at rest; null when the server does not say.</summary>
    public EncryptionType? EncryptionType { get; set; }

    /// <summary>The key management service's key, when records are encrypted with one.</summary>
    public string? KeyId { get; set; }

    /// <summary>The largest record it takes, in KiB: 1,024 to 10,240; null when the server does not say.</summary>
    public int? MaxRecordSizeInKiB { get; set; }

    /// <summary>Shards that take records.</summary>
    public int? OpenShardCount { get; set; }

    /// <summary>Registered consumers.</summary>
    public int? ConsumerCount { get; set; }
}
