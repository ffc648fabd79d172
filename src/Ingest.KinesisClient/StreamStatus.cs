using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>Whether a stream can be used.</summary>
public class StreamStatus : ConstantClass
{
    /// <summary>Not yet.</summary>
    public static readonly StreamStatus CREATING = new("CREATING");

    /// <summary>No longer.</summary>
    public static readonly StreamStatus DELETING = new("DELETING");

    /// <summary>Yes.</summary>
    public static readonly StreamStatus ACTIVE = new("ACTIVE");

    /// <summary>Yes, while its shards or settings change.</summary>
    public static readonly StreamStatus UPDATING = new("UPDATING");

    /// <summary>A value that this version does not know yet.</summary>
    public StreamStatus(string value)
        : base(value)
    {
    }

    /// <summary>The constant of this name.</summary>
    public static StreamStatus FindValue(string value) => FindValue<StreamStatus>(value);

    /// <summary>The constant of this name.</summary>
    public static implicit operator StreamStatus(string value) => FindValue(value);
}
