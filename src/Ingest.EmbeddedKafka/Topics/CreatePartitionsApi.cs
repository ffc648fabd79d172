using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>CreatePartitions: gives topics more partitions.</summary>
internal sealed class CreatePartitionsApi(TopicCatalog topics) : KafkaApi(ApiKey.CreatePartitions, oldest: 0, newest: 3, flexibleFrom: 2)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var body = request.Body;
        var wanted = body.ReadArray(topic =>
        {
            var (name, count) = (topic.ReadString(), topic.ReadInt32());
            var assignments = topic.ReadNullableArray(item =>
            {
                var brokers = item.ReadArray(broker => broker.ReadInt32());
                item.SkipTaggedFields();
                return brokers;
            });
            topic.SkipTaggedFields();
            return (Name: name, Count: count, Assignments: assignments);
        });
        _ = body.ReadInt32(); // how long to wait for other brokers
        var validateOnly = body.ReadBoolean();

        var outcomes = new List<(string Name, TopicRefusal? Refusal)>();
        foreach (var (name, count, assignments) in wanted)
        {
            var refusal = topics.Find(name) is not { } topic ? new TopicRefusal(KafkaError.UnknownTopicOrPartition, $"There is no topic '{name}'.")
                : assignments is not null && (assignments.Count != count - topic.Partitions.Count || assignments.Any(brokers => brokers is not [Advertised.NodeId]))
                    ? new TopicRefusal(KafkaError.InvalidReplicaAssignment, $"Every new partition must be assigned to broker {Advertised.NodeId}, the only one.")
                : await topics.AddPartitionsAsync(topic, count, validateOnly);
            outcomes.Add((name, refusal));
        }

        answer.WriteInt32(0); // throttled by no time
        answer.WriteArray(outcomes, (writer, outcome) =>
        {
            writer.WriteString(outcome.Name);
            writer.WriteError(outcome.Refusal?.Error ?? KafkaError.None);
            writer.WriteString(outcome.Refusal?.Message);
            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
        return Task.CompletedTask;
    }
}
