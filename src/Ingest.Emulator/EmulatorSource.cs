namespace Ingest.Emulator;

/// <summary>The table that a record is a row of.</summary>
public enum EmulatorSource
{
    /// <summary>What was posted.</summary>
    Pin,

    /// <summary>Where and when it was posted.</summary>
    Geo,

    /// <summary>Who posted it.</summary>
    User,
}
