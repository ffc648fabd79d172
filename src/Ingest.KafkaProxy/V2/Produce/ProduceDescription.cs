namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Marks an endpoint that takes a produce request, for <see cref="ProduceOperationFilter"/>.</summary>
internal sealed class ProduceDescription;
