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

        var outcomes = new List<(string? Name, Guid Id, KafkaError Error)>();
        foreach (var (name, id) in wanted)
        {
            var topic = name is null ? topics.Find(id) : topics.Find(name);
            var deleted = topic is not null && await topics.DeleteAsync(topic);
            outcomes.Add((topic?.Name ?? name, topic?.Id ?? id, deleted ? KafkaError.None : name is null ? KafkaError.UnknownTopicId : KafkaError.UnknownTopicOrPartition));
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

            writer.WriteError(outcome.Error);
            if (version >= 5)
            {
                writer.WriteString(outcome.Error == KafkaError.None ? null : "There is no such topic.");
            }

            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
        return Task.CompletedTask;
    }
}
