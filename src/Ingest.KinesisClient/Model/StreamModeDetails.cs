namespace Amazon.Kinesis.Model;

/// <summary>How a stream's capacity is chosen.</summary>
public class StreamModeDetails
{
    /// <summary>Provisioned or on-demand.</summary>
    public StreamMode? StreamMode { get; set; }
}
