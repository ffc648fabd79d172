using Analytics.Worker.Faults;

namespace Analytics.Worker.Stream;

/// <summary>Records of a planned batch are no longer in the stream: to go on would be to lose them silently.</summary>
internal sealed class ShardGapException(ShardId shard, long batch, ShardPlan plan, string? first, long found) : PermanentFaultException(
    $"Batch {batch} of {shard} was planned as the {plan.Records} records after {plan.From ?? "the shard's beginning"} up to {plan.To}; " +
    $"{plan.Records - found} of them are no longer in the stream ({(first is null ? "none is left" : $"{found} are left, from {first} on")}). " +
    "Nothing is skipped: either restore the records or remove the plan to take in what is left.");
