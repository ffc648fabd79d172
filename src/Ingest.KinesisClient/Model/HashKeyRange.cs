namespace Amazon.Kinesis.Model;

/// <summary>A range of hash keys, both ends included: decimal numbers from 0 to 2^128 - 1.</summary>
public class HashKeyRange
{
    /// <summary>The first.</summary>
    public string? StartingHashKey { get; set; }

    /// <summary>The last.</summary>
    public string? EndingHashKey { get; set; }
}
