namespace Amazon.Kinesis.Model;

/// <summary>Metrics that are measured per shard.</summary>
public class EnhancedMetrics
{
    /// <summary>Their names, such as <c>IncomingBytes</c>.</summary>
    public List<string>? ShardLevelMetrics { get; set; }
}
