using System.Globalization;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>DescribeConfigs: the settings of topics and of this broker.</summary>
internal sealed class DescribeConfigsApi(TopicCatalog topics, EmbeddedKafkaOptions options) : KafkaApi(ApiKey.DescribeConfigs, oldest: 0, newest: 4, flexibleFrom: 4)
{
    private const sbyte Boolean = 1, Int = 3;

    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var wanted = body.ReadArray(resource =>
        {
            var named = (Type: resource.ReadInt8(), Name: resource.ReadString(), Keys: resource.ReadNullableArray(key => key.ReadString()));
            resource.SkipTaggedFields();
            return named;
        });
        var synonyms = version >= 1 && body.ReadBoolean();

        answer.WriteInt32(0); // throttled by no time
        answer.WriteArray(wanted, (writer, resource) =>
        {
            var (settings, refusal) = Describe(resource.Type, resource.Name);
            writer.WriteError(refusal?.Error ?? KafkaError.None);
            writer.WriteString(refusal?.Message);
            writer.WriteInt8(resource.Type);
            writer.WriteString(resource.Name);
            writer.WriteArray([.. settings.Where(setting => resource.Keys?.Contains(setting.Name) ?? true)], (item, setting) => Write(item, version, setting, synonyms));
            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }

    private (IEnumerable<Setting> Settings, TopicRefusal? Refusal) Describe(sbyte type, string name)
    {
        if (type == ConfigResource.Topic && topics.Find(name) is { } topic)
        {
            return (TopicConfigKeys.All.Select(key => topic.Configs.TryGetValue(key.Name, out var given)
                ? new Setting(key.Name, given, key.Type, ConfigSource.Topic, ReadOnly: false) { Behind = key.Default }
                : new Setting(key.Name, key.Default, key.Type, ConfigSource.Default, ReadOnly: false)), null);
        }

        return ConfigResource.IsThisBroker(type, name) ? (OfBroker(), null)
            : type == ConfigResource.Broker ? ([], new TopicRefusal(KafkaError.InvalidRequest, $"There is no broker '{name}'; {Advertised.NodeId} is the only one."))
            : ([], ConfigResource.RefuseToAlter(type, name));
    }

    private IEnumerable<Setting> OfBroker()
    {
        yield return new("auto.create.topics.enable", options.AutoCreateTopics ? "true" : "false", Boolean, ConfigSource.StaticBroker, ReadOnly: true);
        yield return new("default.replication.factor", "1", Int, ConfigSource.Default, ReadOnly: true);
        yield return new("num.partitions", options.DefaultPartitions.ToString(CultureInfo.InvariantCulture), Int, ConfigSource.StaticBroker, ReadOnly: true);
        yield return new("socket.request.max.bytes", options.RequestBytesMax.ToString(CultureInfo.InvariantCulture), Int, ConfigSource.StaticBroker, ReadOnly: true);
    }

    private static void Write(KafkaWriter writer, short version, Setting setting, bool synonyms)
    {
        writer.WriteString(setting.Name);
        writer.WriteString(setting.Value);
        writer.WriteBoolean(setting.ReadOnly);
        if (version == 0)
        {
            writer.WriteBoolean(setting.Source == ConfigSource.Default);
        }
        else
        {
            writer.WriteInt8(setting.Source);
        }

        writer.WriteBoolean(false); // sensitive
        if (version >= 1)
        {
            writer.WriteArray(synonyms ? setting.Synonyms : [], (item, synonym) =>
            {
                item.WriteString(synonym.Name);
                item.WriteString(synonym.Value);
                item.WriteInt8(synonym.Source);
                item.WriteTaggedFields();
            });
        }

        if (version >= 3)
        {
            writer.WriteInt8(setting.Type);
            writer.WriteString(null); // documentation: Kafka's
        }

        writer.WriteTaggedFields();
    }

    private sealed record Setting(string Name, string? Value, sbyte Type, sbyte Source, bool ReadOnly)
    {
        /// <summary>The default that the setting hides, if it does.</summary>
        public string? Behind { get; init; }

        /// <summary>Every place it is set in, the one that counts first.</summary>
        public Setting[] Synonyms => Behind is null ? [this] : [this, this with { Value = Behind, Source = ConfigSource.Default }];
    }
}
