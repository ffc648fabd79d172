namespace Analytics.Worker.Batch;

/// <summary>How far a partition has been taken in.</summary>
/// <param name="Source">The pipeline's source.</param>
/// <param name="Partition">The topic's partition.</param>
/// <param name="LastKey">The last object taken.</param>
/// <param name="ETag">What it was when it was planned.</param>
/// <param name="FirstOffset">The first offset in it, from its name.</param>
/// <param name="Records">How many lines it holds, empty ones not counted.</param>
internal sealed record PartitionPosition(string Source, int Partition, string LastKey, string ETag, long FirstOffset, long Records)
{
    /// <summary>The offset that the next object starts with, if the topic has no holes.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long NextOffset => FirstOffset + Records;
}
