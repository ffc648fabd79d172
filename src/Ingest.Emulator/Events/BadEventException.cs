namespace Ingest.Emulator.Events;

/// <summary>An event cannot be read; the message names file and line, or table and row.</summary>
internal sealed class BadEventException(string message, Exception? inner = null) : Exception(message, inner);
