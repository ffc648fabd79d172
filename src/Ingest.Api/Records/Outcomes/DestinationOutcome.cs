namespace Ingest.Api.Records.Outcomes;

/// <summary>What became of a record at one destination.</summary>
internal enum OutcomeKind
{
    /// <summary>It is not stored there.</summary>
    Failed,

    /// <summary>It is stored, at a known position.</summary>
    Stored,

    /// <summary>It may be stored or not: it was sent, and the answer was lost or says nothing.</summary>
    Unknown,
}

/// <summary>What became of a record at one destination, and where or why.</summary>
internal readonly record struct DestinationOutcome
{
    public OutcomeKind Kind { get; private init; }

    /// <summary>Its partition; of meaning when it is stored in a topic.</summary>
    public int Partition { get; private init; }

    /// <summary>Its offset; of meaning when it is stored in a topic.</summary>
    public long Offset { get; private init; }

    /// <summary>Its shard; null unless it is stored in a stream.</summary>
    public string? ShardId { get; private init; }

    /// <summary>Its number in the shard; null unless it is stored in a stream.</summary>
    public string? SequenceNumber { get; private init; }

    /// <summary>Why it is not known to be stored: a proxy's own code or one of <see cref="OutcomeCodes"/>.</summary>
    public string? Code { get; private init; }

    /// <summary>The reason in words.</summary>
    public string? Message { get; private init; }

    /// <summary>Whether the same record may be stored when it is sent again; false when it is the record that is at fault.</summary>
    public bool MayRetry { get; private init; }

    public static DestinationOutcome InTopic(int partition, long offset) => new() { Kind = OutcomeKind.Stored, Partition = partition, Offset = offset };

    public static DestinationOutcome InStream(string shardId, string sequenceNumber) =>
        new() { Kind = OutcomeKind.Stored, ShardId = shardId, SequenceNumber = sequenceNumber };

    public static DestinationOutcome Failed(string code, string message, bool mayRetry) =>
        new() { Kind = OutcomeKind.Failed, Code = code, Message = message, MayRetry = mayRetry };

    /// <summary>Sending it again may store it twice.</summary>
    public static DestinationOutcome Unknown(string code, string message) =>
        new() { Kind = OutcomeKind.Unknown, Code = code, Message = message, MayRetry = true };
}
