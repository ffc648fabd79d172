using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>How a stream's capacity is chosen.</summary>
public class StreamMode : ConstantClass
{
#pragma warning disable CA1707 // The names are the service's own.
    /// <summary>By a number of shards.</summary>
    public static readonly StreamMode PROVISIONED = new("PROVISIONED");

    /// <summary>By the service, as records come.</summary>
    public static readonly StreamMode ON_DEMAND = new("ON_DEMAND");
#pragma warning restore CA1707

    /// <summary>A value that this version does not know yet.</summary>
    public StreamMode(string value)
        : base(value)
    {
    }

    /// <summary>The constant of this name.</summary>
    public static StreamMode FindValue(string value) => FindValue<StreamMode>(value);

    /// <summary>The constant of this name.</summary>
    public static implicit operator StreamMode(string value) => FindValue(value);
}
