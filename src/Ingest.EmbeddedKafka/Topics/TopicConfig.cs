namespace Ingest.EmbeddedKafka.Topics;

/// <summary>The settings of a topic that have an effect here, under the names and with the defaults that they have in Kafka.</summary>
/// <remarks>Source: https://kafka.apache.org/documentation/#topicconfigs. Which settings there are: <see cref="TopicConfigKeys"/>.</remarks>
internal sealed record TopicConfig
{
    public static TopicConfig Default { get; } = new();

    /// <summary><c>cleanup.policy</c>: old segments go.</summary>
    public bool Deletes { get; init; } = true;

    /// <summary><c>cleanup.policy</c>: of every key the latest record stays.</summary>
    public bool Compacts { get; init; }

    /// <summary><c>retention.ms</c>; null keeps records for ever. Default 7 days.</summary>
    public TimeSpan? Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>retention.bytes</c> of a partition; null keeps any number. Default null.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary><c>segment.bytes</c>: the largest segment; what retention or compaction may touch are closed ones. Default 256 MiB.</summary>
    public int SegmentBytes { get; init; } = 256 << 20;

    /// <summary><c>segment.ms</c>: the age from which a segment is closed when the next record comes. Default 7 days.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary><c>delete.retention.ms</c>: how long a tombstone stays in a compacted topic. Default 1 day.</summary>
    public TimeSpan TombstoneRetention { get; init; } = TimeSpan.FromDays(1);

    /// <summary><c>min.cleanable.dirty.ratio</c>: compact when so much of the log is new. Default 0.5.</summary>
    public double DirtyRatioMin { get; init; } = 0.5;

    /// <summary><c>max.message.bytes</c> of a batch. Default 1,048,588.</summary>
    public int MessageBytesMax { get; init; } = 1_048_588;

    /// <summary><c>message.timestamp.type</c>: whether the broker's time takes the place of the producer's.</summary>
    public bool LogAppendTime { get; init; }

    /// <summary>Reads what was set; what was not has its default.</summary>
    /// <returns>The settings, or which one does not hold and why.</returns>
    public static (TopicConfig? Config, string? Refusal) Parse(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var config = Default;
        foreach (var (name, value) in settings)
        {
            if (TopicConfigKeys.Find(name) is not { } key)
            {
                return (null, $"{name} is no topic setting of this broker.");
            }

            if (value is null || key.Apply(config, value) is not { } applied)
            {
                return (null, $"{name} is '{value}'; it must be {key.Allowed}.");
            }

            config = applied;
        }

        return (config, null);
    }
}
