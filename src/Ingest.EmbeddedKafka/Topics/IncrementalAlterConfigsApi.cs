using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>IncrementalAlterConfigs: changes single settings of topics (KIP-339).</summary>
internal sealed class IncrementalAlterConfigsApi(TopicCatalog topics) : KafkaApi(ApiKey.IncrementalAlterConfigs, oldest: 0, newest: 1, flexibleFrom: 1)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var wanted = request.Body.ReadArray(resource =>
        {
            var (type, name) = (resource.ReadInt8(), resource.ReadString());
            var changes = resource.ReadArray(item =>
            {
                var change = new Change(item.ReadString(), (Operation)item.ReadInt8(), item.ReadNullableString());
                item.SkipTaggedFields();
                return change;
            });
            resource.SkipTaggedFields();
            return (Type: type, Name: name, Changes: changes);
        });
        var validateOnly = request.Body.ReadBoolean();

        var outcomes = new List<AlteredResource>();
        foreach (var (type, name, changes) in wanted)
        {
            var refusal = type == ConfigResource.Topic && topics.Find(name) is { } topic
                ? Refuse(changes) ?? await topics.AlterConfigsAsync(topic, present => Apply(present, changes), validateOnly)
                : ConfigResource.RefuseToAlter(type, name);
            outcomes.Add(new AlteredResource(refusal, type, name));
        }

        AlteredResource.Write(answer, outcomes);
        return Task.CompletedTask;
    }

    private static TopicRefusal? Refuse(IReadOnlyList<Change> changes) =>
        changes.FirstOrDefault(change => !Enum.IsDefined(change.Operation)) is { } unknown ? new(KafkaError.InvalidRequest, $"{(sbyte)unknown.Operation} is no operation.")
        : changes.GroupBy(change => change.Name).FirstOrDefault(group => group.Count() > 1) is { } twice ? new(KafkaError.InvalidRequest, $"{twice.Key} is changed twice.")
        : changes.FirstOrDefault(change => change.Operation is Operation.Append or Operation.Subtract && change.Name != "cleanup.policy") is { } scalar
            ? new(KafkaError.InvalidConfig, $"{scalar.Name} is no list: nothing can be appended to it or subtracted from it.")
        : null;

    private static Dictionary<string, string?> Apply(IReadOnlyDictionary<string, string?> present, IReadOnlyList<Change> changes)
    {
        var configs = present.ToDictionary();
        foreach (var change in changes)
        {
            if (change.Operation == Operation.Delete)
            {
                configs.Remove(change.Name);
                continue;
            }

            var items = (configs.GetValueOrDefault(change.Name) ?? TopicConfigKeys.Find(change.Name)?.Default ?? "").Split(',', StringSplitOptions.TrimEntries);
            var given = (change.Value ?? "").Split(',', StringSplitOptions.TrimEntries);
            configs[change.Name] = change.Operation switch
            {
                Operation.Append => string.Join(',', items.Union(given)),
                Operation.Subtract => string.Join(',', items.Except(given)),
                _ => change.Value,
            };
        }

        return configs;
    }

    private enum Operation : sbyte
    {
        Set = 0,
        Delete = 1,
        Append = 2,
        Subtract = 3,
    }

    private sealed record Change(string Name, Operation Operation, string? Value);
}
