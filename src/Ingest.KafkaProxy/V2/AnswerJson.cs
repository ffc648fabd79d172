using System.Text.Json.Serialization;
using Ingest.KafkaProxy.V2.Brokers;
using Ingest.KafkaProxy.V2.Consume;
using Ingest.KafkaProxy.V2.Topics;

namespace Ingest.KafkaProxy.V2;

/// <summary>The shapes of metadata answers, as REST Proxy writes them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TopicAnswer))]
[JsonSerializable(typeof(PartitionAnswer))]
[JsonSerializable(typeof(IReadOnlyList<PartitionAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(BrokersAnswer))]
[JsonSerializable(typeof(EmptyAnswer))]
[JsonSerializable(typeof(OffsetsAnswer))]
[JsonSerializable(typeof(ConsumerAnswer))]
[JsonSerializable(typeof(SubscriptionAnswer))]
[JsonSerializable(typeof(AssignmentsAnswer))]
[JsonSerializable(typeof(CommittedAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
