namespace Ingest.Emulator.Outcomes;

/// <summary>Whether the record may have been stored, and whether the same record may be stored later.</summary>
internal enum FailureKind
{
    /// <summary>Not stored; the same record would be refused again.</summary>
    Refused,

    /// <summary>Not stored; the same record may be taken later.</summary>
    Transient,

    /// <summary>Stored or not: there was no answer, or none that says.</summary>
    Unknown,
}
