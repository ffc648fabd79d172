namespace Ingest.Emulator.Events;

/// <summary>A pin's category and what its pins are about.</summary>
internal sealed record Category(string Name, IReadOnlyList<string> Subjects);
