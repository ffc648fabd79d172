namespace Amazon.Kinesis.Model;

/// <summary>The sequence numbers of a shard.</summary>
public class SequenceNumberRange
{
    /// <summary>The first.</summary>
    public string? StartingSequenceNumber { get; set; }

    /// <summary>The last; null while the shard is open.</summary>
    public string? EndingSequenceNumber { get; set; }
}
