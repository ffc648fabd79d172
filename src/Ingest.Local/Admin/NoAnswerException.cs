namespace Ingest.Local.Admin;

/// <summary>The server did not answer, or not that it could do what it was asked; the message is for who typed the command.</summary>
internal sealed class NoAnswerException(string message, Exception? cause = null) : Exception(message, cause);
