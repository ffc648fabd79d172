namespace Amazon.Kinesis.Model;

/// <summary>A stream in a list.</summary>
public class StreamSummary
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
}
