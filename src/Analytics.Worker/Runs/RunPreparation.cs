namespace Analytics.Worker.Runs;

/// <summary>What is made ready before a run is submitted, and kept in its record.</summary>
/// <param name="SqlHash">SHA-256 of the pipeline's files; null for an engine inside the worker.</param>
/// <param name="Inputs">What it reads; null for an engine inside the worker.</param>
/// <param name="OutputUri">Its folder, as the engine sees it.</param>
/// <param name="Arguments">What is submitted, secrets redacted.</param>
internal sealed record RunPreparation(string? SqlHash, RunInputsSummary? Inputs, string OutputUri, IReadOnlyList<string> Arguments);
