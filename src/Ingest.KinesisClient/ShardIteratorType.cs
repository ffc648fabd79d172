using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>Where in a shard to start reading.</summary>
public class ShardIteratorType : ConstantClass
{
#pragma warning disable CA1707 // The names are the service's own.
    /// <summary>With this record.</summary>
    public static readonly ShardIteratorType AT_SEQUENCE_NUMBER = new("AT_SEQUENCE_NUMBER");

    /// <summary>After this record.</summary>
    public static readonly ShardIteratorType AFTER_SEQUENCE_NUMBER = new("AFTER_SEQUENCE_NUMBER");

    /// <summary>With the oldest record kept.</summary>
    public static readonly ShardIteratorType TRIM_HORIZON = new("TRIM_HORIZON");

    /// <summary>After the newest record.</summary>
    public static readonly ShardIteratorType LATEST = new("LATEST");

    /// <summary>With the first record from this moment on.</summary>
    public static readonly ShardIteratorType AT_TIMESTAMP = new("AT_TIMESTAMP");
#pragma warning restore CA1707

    /// <summary>A value that this version does not know yet.</summary>
    public ShardIteratorType(string value)
        : base(value)
    {
    }

    /// <summary>The constant of this name.</summary>
    public static ShardIteratorType FindValue(string value) => FindValue<ShardIteratorType>(value);

    /// <summary>The constant of this name.</summary>
    public static implicit operator ShardIteratorType(string value) => FindValue(value);
}
