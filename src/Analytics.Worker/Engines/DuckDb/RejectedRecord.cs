namespace Analytics.Worker.Engines.DuckDb;

/// <summary>A record that cannot be read, kept whole.</summary>
/// <param name="Record">The record with its bytes.</param>
/// <param name="Reason">The field and what is wrong with its text, or what is wrong with the JSON.</param>
internal sealed record RejectedRecord(RawRecord Record, string Reason);
