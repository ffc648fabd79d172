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

    /// <summary>An event could not be read from <see cref="EmulatorOptions.SourceDirectory"/>; the reason names file and line.</summary>
    BadEvents,
}
