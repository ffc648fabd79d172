namespace Ingest.Emulator;

/// <summary>What a run did.</summary>
public sealed record EmulatorReport
{
    /// <summary>Why it ended.</summary>
    public required EmulatorEnd End { get; init; }

    /// <summary>The same for people to read; null when all was sent.</summary>
    public required string? EndReason { get; init; }

    /// <summary>Events whose six records all have an outcome.</summary>
    public required long Events { get; init; }

    /// <summary>From the start to the last outcome.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The most that events were behind the time that <see cref="EmulatorOptions.Rate"/> gave them.</summary>
    public required TimeSpan LateMax { get; init; }

    /// <summary>Records sent again, each time counted.</summary>
    public required long Retries { get; init; }

    /// <summary>The counts, per path and source.</summary>
    public required IReadOnlyList<EmulatorCounts> Counts { get; init; }

    /// <summary>The first failures, at most <see cref="EmulatorOptions.FailuresKept"/>.</summary>
    public required IReadOnlyList<EmulatorFailure> Failures { get; init; }

    /// <summary>The highest offset acknowledged, per topic and partition.</summary>
    public required IReadOnlyList<TopicPosition> TopicPositions { get; init; }

    /// <summary>The highest sequence number acknowledged, per stream and shard.</summary>
    public required IReadOnlyList<StreamPosition> StreamPositions { get; init; }

    /// <summary>Records acknowledged, over both paths.</summary>
    public long Acknowledged => Counts.Sum(count => count.Acknowledged);

    /// <summary>Records that failed or whose outcome is unknown.</summary>
    public long Failed => Counts.Sum(count => count.Failed);

    /// <summary>Whether everything was sent and acknowledged.</summary>
    public bool Succeeded => End == EmulatorEnd.Completed && Failed == 0;

    /// <summary>Events per second of <see cref="Duration"/>.</summary>
    public double EventsPerSecond => PerSecond(Events);

    /// <summary>Acknowledged records per second of <see cref="Duration"/>.</summary>
    public double RecordsPerSecond => PerSecond(Acknowledged);

    /// <summary>Bytes of rows per second of <see cref="Duration"/>.</summary>
    public double BytesPerSecond => PerSecond(Counts.Sum(count => count.Bytes));

    private double PerSecond(long count) => Duration > TimeSpan.Zero ? count / Duration.TotalSeconds : 0;
}

/// <summary>The counts of one path and source, in records; a record that was sent again counts once.</summary>
/// <param name="Path">The path.</param>
/// <param name="Source">The source.</param>
/// <param name="Sent">Records sent: acknowledged and failed.</param>
/// <param name="Acknowledged">Records whose entry carries a position and no error.</param>
/// <param name="Failed">The others.</param>
/// <param name="Unknown">Those of the failed that may have been stored: no answer, or none that says.</param>
/// <param name="Bytes">Bytes of the rows sent, without envelopes.</param>
public sealed record EmulatorCounts(EmulatorPath Path, EmulatorSource Source, long Sent, long Acknowledged, long Failed, long Unknown, long Bytes);

/// <summary>A record that was not acknowledged.</summary>
/// <param name="Path">The path.</param>
/// <param name="Source">The source.</param>
/// <param name="Event">The event's number, from 0.</param>
/// <param name="Index">The row's index.</param>
/// <param name="Unknown">Whether it may have been stored all the same.</param>
/// <param name="Reason">What the entry, the answer or the connection said.</param>
public sealed record EmulatorFailure(EmulatorPath Path, EmulatorSource Source, long Event, long Index, bool Unknown, string Reason);

/// <summary>The highest acknowledged offset of a partition.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Offset">The offset.</param>
public sealed record TopicPosition(string Topic, int Partition, long Offset);

/// <summary>The highest acknowledged sequence number of a shard.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="ShardId">The shard.</param>
/// <param name="SequenceNumber">Decimal digits; wider than 64 bits.</param>
public sealed record StreamPosition(string Stream, string ShardId, string SequenceNumber);
