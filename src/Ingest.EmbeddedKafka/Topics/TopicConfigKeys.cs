using System.Globalization;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>A setting of a topic.</summary>
/// <param name="Name">Its name in Kafka.</param>
/// <param name="Default">Its value when it is not set.</param>
/// <param name="Type">Kafka's number for the type of its values: 2 string, 3 int, 5 long, 6 double, 7 list (ConfigDef.Type as DescribeConfigs has it).</param>
/// <param name="Allowed">What it may be, in words.</param>
/// <param name="Apply">The settings with it, or null when the value is not allowed.</param>
internal sealed record TopicConfigKey(string Name, string Default, sbyte Type, string Allowed, Func<TopicConfig, string, TopicConfig?> Apply);

/// <summary>All settings of a topic that this broker knows.</summary>
/// <remarks>
/// Those that cannot have an effect on a single broker are taken with the one value that is true of it, so that what creates
/// topics for a cluster works here too.
/// </remarks>
internal static class TopicConfigKeys
{
    private const sbyte Text = 2, Int = 3, Long = 5, Double = 6, List = 7;

    public static IReadOnlyList<TopicConfigKey> All { get; } =
    [
        new("cleanup.policy", "delete", List, "delete, compact or both with a comma", (config, value) => value.Split(',', StringSplitOptions.TrimEntries).Distinct().Order().ToArray() switch
        {
            ["delete"] => config with { Deletes = true, Compacts = false },
            ["compact"] => config with { Deletes = false, Compacts = true },
            ["compact", "delete"] => config with { Deletes = true, Compacts = true },
            _ => null,
        }),
        new("compression.type", "producer", Text, "producer: batches are kept as they come", Only("producer")),
        new("delete.retention.ms", "86400000", Long, "milliseconds, 0 or more", (config, value) => Number(value, 0) is { } ms ? config with { TombstoneRetention = Milliseconds(ms) } : null),
        new("max.message.bytes", "1048588", Int, "bytes, 0 to 104857600", (config, value) =>
            Number(value, 0) is { } bytes and <= 100 << 20 ? config with { MessageBytesMax = (int)bytes } : null),
        new("message.timestamp.type", "CreateTime", Text, "CreateTime or LogAppendTime", (config, value) => value switch
        {
            "CreateTime" => config with { LogAppendTime = false },
            "LogAppendTime" => config with { LogAppendTime = true },
            _ => null,
        }),
        new("min.cleanable.dirty.ratio", "0.5", Double, "a number from 0 to 1", (config, value) =>
            double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1 ? config with { DirtyRatioMin = ratio } : null),
        new("min.insync.replicas", "1", Int, "1: there is one broker", Only("1")),
        new("retention.bytes", "-1", Long, "bytes, or -1 for any number", (config, value) => Number(value, -1) is { } bytes ? config with { RetentionBytes = bytes < 0 ? null : bytes } : null),
        new("retention.ms", "604800000", Long, "milliseconds, or -1 for ever", (config, value) => Number(value, -1) is { } ms ? config with { Retention = ms < 0 ? null : Milliseconds(ms) } : null),
        new("segment.bytes", "268435456", Int, "bytes, 4096 to 2147483647", (config, value) =>
            Number(value, 4096) is { } bytes and <= int.MaxValue ? config with { SegmentBytes = (int)bytes } : null),
        new("segment.ms", "604800000", Long, "milliseconds, 1 or more", (config, value) =>
            Number(value, 1) is { } ms ? config with { SegmentAge = Milliseconds(ms) } : null),
        new("unclean.leader.election.enable", "false", 1, "false: there is one broker", Only("false")),
    ];

    public static TopicConfigKey? Find(string name) => All.FirstOrDefault(key => key.Name == name);

    private static Func<TopicConfig, string, TopicConfig?> Only(string value) => (config, given) => given == value ? config : null;

    private static long? Number(string value, long least) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null;

    /// <summary>Times beyond what a TimeSpan holds are as good as for ever.</summary>
    private static TimeSpan Milliseconds(long milliseconds) => TimeSpan.FromMilliseconds(Math.Min(milliseconds, 1L << 46));
}
