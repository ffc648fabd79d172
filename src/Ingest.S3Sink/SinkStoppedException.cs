namespace Ingest.S3Sink;

/// <summary>Something that a retry cannot mend and that going on would make worse; the sink stops and says what it is.</summary>
internal sealed class SinkStoppedException(string message, Exception? cause = null) : Exception(message, cause);
