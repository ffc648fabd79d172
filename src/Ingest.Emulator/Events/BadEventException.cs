namespace Ingest.Emulator.Events;

/// <summary>An event cannot be read; the message names file and line.</summary>
internal sealed class BadEventException(string message) : Exception(message);
