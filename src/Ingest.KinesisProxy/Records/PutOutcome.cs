namespace Ingest.KinesisProxy.Records;

/// <summary>What became of one record. It is stored when there is a sequence number.</summary>
/// <param name="ShardId">The shard it is in.</param>
/// <param name="SequenceNumber">Its number in the shard.</param>
/// <param name="ErrorCode">Why it is not known to be stored; null when it is.</param>
/// <param name="ErrorMessage">The reason in words.</param>
/// <param name="MayBeStored">Whether an answer about it was lost, so that it may be stored in spite of the error.</param>
internal readonly record struct PutOutcome(
    string? ShardId, string? SequenceNumber, string? ErrorCode, string? ErrorMessage, bool MayBeStored)
{
    /// <summary>The code that Kinesis uses for failures of its own.</summary>
    private const string InternalFailure = "InternalFailure";

    public bool IsStored => SequenceNumber is not null;

    public static PutOutcome NotSent(TimeSpan timeout) =>
        new(null, null, InternalFailure, $"Not sent: the {timeout.TotalSeconds:0.###} s for this request were over.", MayBeStored: false);

    public static PutOutcome Stored(string shardId, string sequenceNumber) => new(shardId, sequenceNumber, null, null, MayBeStored: false);

    /// <summary>It failed again or for the first time; that an earlier answer was lost is not forgotten.</summary>
    public PutOutcome Failed(string? code, string? message, bool answerLost)
    {
        var mayBeStored = MayBeStored || answerLost;
        var doubt = mayBeStored ? " An answer was lost: the record may be stored all the same." : "";
        return new(null, null, code ?? InternalFailure, $"{message ?? "No reason given."}{doubt}", mayBeStored);
    }
}
