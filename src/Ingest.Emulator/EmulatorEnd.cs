namespace Ingest.Emulator;

/// <summary>Why a run ended.</summary>
public enum EmulatorEnd
{
    /// <summary>All events were sent, or the files ended.</summary>
    Completed,

    /// <summary>The caller cancelled it.</summary>
    Cancelled,

    /// <summary><see cref="EmulatorOptions.ConsecutiveFailuresMax"/> was reached.</summary>
    TooManyFailures,

    /// <summary>
    /// An event could not be read from <see cref="EmulatorOptions.SourceDirectory"/> or <see cref="EmulatorOptions.Database"/>; the reason
    /// names file and line, or table and row. A connection lost in the middle ends a run so.
    /// </summary>
    BadEvents,
}
