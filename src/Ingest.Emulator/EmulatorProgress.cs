namespace Ingest.Emulator;

/// <summary>How far a run is; reported at most five times a second, and once at its end.</summary>
/// <param name="Events">Events whose six records all have an outcome.</param>
/// <param name="Acknowledged">Records acknowledged, over both paths.</param>
/// <param name="Failed">Records that failed or whose outcome is unknown.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record EmulatorProgress(long Events, long Acknowledged, long Failed, TimeSpan Elapsed);
