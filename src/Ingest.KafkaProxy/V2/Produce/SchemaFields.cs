namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>What a produce request says of the schema of its keys, or of its values.</summary>
/// <param name="Text">The schema itself; null when it is not given.</param>
/// <param name="Id">Its id in the registry; null when it is not given.</param>
internal readonly record struct SchemaFields(string? Text, int? Id);
