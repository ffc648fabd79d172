using System.Text.Json.Serialization;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>An entry of the catalog's log: what there is follows from all of them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(ClusterCreated), "cluster-created")]
[JsonDerivedType(typeof(TopicCreated), "topic-created")]
[JsonDerivedType(typeof(TopicDeleted), "topic-deleted")]
[JsonDerivedType(typeof(PartitionsAdded), "partitions-added")]
[JsonDerivedType(typeof(ConfigsAltered), "configs-altered")]
[JsonDerivedType(typeof(ProducerIdsReserved), "producer-ids-reserved")]
internal abstract record TopicEvent;

/// <param name="ClusterId">What clients see as the cluster's id.</param>
internal sealed record ClusterCreated(string ClusterId) : TopicEvent;

internal sealed record TopicCreated(Guid Id, string Name, int Partitions, IReadOnlyDictionary<string, string?> Configs) : TopicEvent;

internal sealed record TopicDeleted(Guid Id) : TopicEvent;

/// <summary>How many partitions there are now.</summary>
internal sealed record PartitionsAdded(Guid Id, int Partitions) : TopicEvent;

/// <summary>All settings that are made now.</summary>
internal sealed record ConfigsAltered(Guid Id, IReadOnlyDictionary<string, string?> Configs) : TopicEvent;

/// <param name="Before">Ids below this one may have been given out.</param>
internal sealed record ProducerIdsReserved(long Before) : TopicEvent;

[JsonSerializable(typeof(TopicEvent))]
internal sealed partial class TopicEventJson : JsonSerializerContext;
