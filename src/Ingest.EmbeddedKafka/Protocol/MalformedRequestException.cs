namespace Ingest.EmbeddedKafka.Protocol;

/// <summary>A request's bytes are not what its kind and version say. Its connection is closed, as Kafka does: nothing after it can be trusted.</summary>
internal sealed class MalformedRequestException(string reason) : Exception(reason);
