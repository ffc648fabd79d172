using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>AlterConfigs: replaces all settings of topics.</summary>
internal sealed class AlterConfigsApi(TopicCatalog topics) : KafkaApi(ApiKey.AlterConfigs, oldest: 0, newest: 2, flexibleFrom: 2)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var wanted = request.Body.ReadArray(resource =>
        {
            var (type, name) = (resource.ReadInt8(), resource.ReadString());
            var configs = resource.ReadArray(item =>
            {
                var config = KeyValuePair.Create(item.ReadString(), item.ReadNullableString());
                item.SkipTaggedFields();
                return config;
            });
            resource.SkipTaggedFields();
            return (Type: type, Name: name, Configs: configs);
        });
        var validateOnly = request.Body.ReadBoolean();

        var outcomes = new List<AlteredResource>();
        foreach (var (type, name, configs) in wanted)
        {
            var refusal = type == ConfigResource.Topic && topics.Find(name) is { } topic
                ? await topics.AlterConfigsAsync(topic, _ => configs.GroupBy(config => config.Key).ToDictionary(group => group.Key, group => group.Last().Value), validateOnly)
                : ConfigResource.RefuseToAlter(type, name);
            outcomes.Add(new AlteredResource(refusal, type, name));
        }

        AlteredResource.Write(answer, outcomes);
        return Task.CompletedTask;
    }
}

/// <summary>What became of one resource's settings; both ways to alter them answer alike.</summary>
internal sealed record AlteredResource(TopicRefusal? Refusal, sbyte Type, string Name)
{
    public static void Write(KafkaWriter answer, IReadOnlyCollection<AlteredResource> outcomes)
    {
        answer.WriteInt32(0); // throttled by no time
        answer.WriteArray(outcomes, (writer, outcome) =>
        {
            writer.WriteError(outcome.Refusal?.Error ?? KafkaError.None);
            writer.WriteString(outcome.Refusal?.Message);
            writer.WriteInt8(outcome.Type);
            writer.WriteString(outcome.Name);
            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
    }
}
