using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>Which shards a list holds.</summary>
public class ShardFilterType : ConstantClass
{
#pragma warning disable CA1707 // The names are the service's own.
    /// <summary>Those after one.</summary>
    public static readonly ShardFilterType AFTER_SHARD_ID = new("AFTER_SHARD_ID");

    /// <summary>Those open at the oldest moment kept.</summary>
    public static readonly ShardFilterType AT_TRIM_HORIZON = new("AT_TRIM_HORIZON");

    /// <summary>All that are kept.</summary>
    public static readonly ShardFilterType FROM_TRIM_HORIZON = new("FROM_TRIM_HORIZON");

    /// <summary>Those open now.</summary>
    public static readonly ShardFilterType AT_LATEST = new("AT_LATEST");

    /// <summary>Those open at a moment.</summary>
    public static readonly ShardFilterType AT_TIMESTAMP = new("AT_TIMESTAMP");

    /// <summary>Those open at a moment and all after.</summary>
    public static readonly ShardFilterType FROM_TIMESTAMP = new("FROM_TIMESTAMP");
#pragma warning restore CA1707

    /// <summary>A value that this version does not know yet.</summary>
    public ShardFilterType(string value)
        : base(value)
    {
    }

    /// <summary>The constant of this name.</summary>
    public static ShardFilterType FindValue(string value) => FindValue<ShardFilterType>(value);

    /// <summary>The constant of this name.</summary>
    public static implicit operator ShardFilterType(string value) => FindValue(value);
}
