using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>DeleteTopics, by name or by id.</summary>
internal sealed class DeleteTopicsApi(TopicCatalog topics) : KafkaApi(ApiKey.DeleteTopics, oldest: 0, newest: 6, flexibleFrom: 4)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var wanted = body.ReadArray(topic =>
        {
            if (version < 6)
            {
                return (Name: topic.ReadString(), Id: Guid.Empty);
            }

            var named = (Name: topic.ReadNullableString(), Id: topic.ReadUuid());
            topic.SkipTaggedFields();
            return named;
        });

        var repeated = wanted.CountBy(named => named).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet();
        var outcomes = new List<(string? Name, Guid Id, TopicRefusal? Refusal)>();
        foreach (var (name, id) in wanted.Distinct())
        {
            var topic = name is null ? topics.Find(id) : topics.Find(name);
            var refusal = name is null == (id == Guid.Empty) ? new TopicRefusal(KafkaError.InvalidRequest, "A topic is to be named, or its id given.")
                : repeated.Contains((name, id)) ? new TopicRefusal(KafkaError.InvalidRequest, "The topic is asked for more than once.")
                : topic is null ? new TopicRefusal(name is null ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition, "There is no such topic.")
                : await topics.DeleteAsync(topic);
            outcomes.Add((topic?.Name ?? name, topic?.Id ?? id, refusal));
        }

        if (version >= 1)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteArray(outcomes, (writer, outcome) =>
        {
            writer.WriteString(outcome.Name);
            if (version >= 6)
            {
                writer.WriteUuid(outcome.Id);
            }

            writer.WriteError(outcome.Refusal?.Error ?? KafkaError.None);
            if (version >= 5)
            {
                writer.WriteString(outcome.Refusal?.Message);
            }

            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
        return Task.CompletedTask;
    }
}
