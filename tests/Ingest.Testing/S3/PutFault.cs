namespace Ingest.Testing.S3;

/// <summary>What happens to the next PUT.</summary>
public enum PutFault
{
    /// <summary>Answered with 409 ConditionalRequestConflict, not stored.</summary>
    Conflict,

    /// <summary>Stored, and then the connection is cut instead of an answer.</summary>
    StoredButAnswerLost,

    /// <summary>Not stored; the connection is cut.</summary>
    Lost,
}
