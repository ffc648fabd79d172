namespace Ingest.Local.Admin;

/// <summary>What came of creating one topic or stream.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Existed">It was there before, and that was allowed.</param>
/// <param name="Refusal">Why it was not created; null when it was, or existed.</param>
internal sealed record CreateOutcome(string Name, bool Existed = false, string? Refusal = null);
