using System.Text.Json.Nodes;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.V3.Topics;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Configs;

/// <summary>Settings of topics and brokers: shown, set, set back.</summary>
internal static class ConfigEndpoints
{
    public static async Task ListAsync(V3Call call, ConfigOwner owner)
    {
        var configs = await DescribeAsync(call, owner);
        await call.AnswerAsync(call.Links.List(
            $"{owner.Kind}List", configs.OrderBy(config => config.Name, StringComparer.Ordinal).Select(config => Show(call, owner, config)), owner.Path));
    }

    public static async Task ListOfTopicsAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var topics = (await call.Cluster.DescribeAsync()).Topics.Select(topic => topic.Topic).Order(StringComparer.Ordinal);
        await ListAllAsync(call, "KafkaTopicConfig", [.. topics.Select(ConfigOwner.OfTopic)], ["topics", "-", "configs"]);
    }

    public static async Task ListOfBrokersAsync(HttpContext context, string cluster)
    {
        var call = await V3Call.OpenAsync(context, cluster);
        var brokers = call.Described.Nodes.Select(node => node.Id).Order().Select(V3Call.Text);
        await ListAllAsync(call, "KafkaBrokerConfig", [.. brokers.Select(broker => ConfigOwner.Broker(call, broker))], ["brokers", "-", "configs"]);
    }

    /// <summary>Those of several owners in one list, under the path in which "-" stands for all of them.</summary>
    private static async Task ListAllAsync(V3Call call, string kind, IReadOnlyList<ConfigOwner> owners, string[] path)
    {
        var shown = new List<JsonObject>();
        foreach (var owner in owners)
        {
            shown.AddRange((await DescribeAsync(call, owner)).OrderBy(config => config.Name, StringComparer.Ordinal).Select(config => Show(call, owner, config)));
        }

        await call.AnswerAsync(call.Links.List($"{kind}List", shown, path));
    }

    public static async Task GetAsync(V3Call call, ConfigOwner owner, string name) => await call.AnswerAsync(Show(call, owner, await FindAsync(call, owner, name)));

    public static async Task SetAsync(V3Call call, ConfigOwner owner, string name)
    {
        owner.CheckChange();
        var body = await TopicBodies.ReadAsync(call.Context, "value");
        await FindAsync(call, owner, name);
        await AlterAsync(call, owner, [new() { Name = name, Value = body.TextOrNumber("value") ?? throw body.Missing("value"), IncrementalOperation = AlterConfigOpType.Set }], false);
    }

    public static async Task ResetAsync(V3Call call, ConfigOwner owner, string name)
    {
        owner.CheckChange();
        await FindAsync(call, owner, name);
        await AlterAsync(call, owner, [new() { Name = name, IncrementalOperation = AlterConfigOpType.Delete }], false);
    }

    /// <summary>Several at once: <c>{"data":[{"name","value","operation":"SET" or "DELETE"}],"validate_only"}</c>.</summary>
    public static async Task AlterAsync(V3Call call, ConfigOwner owner)
    {
        owner.CheckChange();
        var body = await TopicBodies.ReadAsync(call.Context, "data", "validate_only");
        List<ConfigEntry> entries = [.. (body.Objects("data", "name", "value", "operation") ?? throw body.Missing("data")).Select(EntryOf)];
        var known = await DescribeAsync(call, owner);
        if (entries.Find(entry => known.All(config => config.Name != entry.Name)) is { } unknown)
        {
            throw NoConfig(unknown.Name);
        }

        await AlterAsync(call, owner, entries, body.Flag("validate_only") ?? false);
    }

    private static ConfigEntry EntryOf(JsonBody item)
    {
        var name = item.Text("name") ?? throw item.Missing("name");
        return (item.Text("operation") ?? "SET") switch
        {
            "SET" => new() { Name = name, Value = item.TextOrNumber("value") ?? throw item.Missing("value"), IncrementalOperation = AlterConfigOpType.Set },
            "DELETE" => new() { Name = name, IncrementalOperation = AlterConfigOpType.Delete },
            _ => throw item.Wrong("operation", "SET or DELETE"),
        };
    }

    private static async Task AlterAsync(V3Call call, ConfigOwner owner, List<ConfigEntry> entries, bool validateOnly)
    {
        await call.Admin.IncrementalAlterConfigsAsync(new() { [owner.Resource] = entries }, new() { ValidateOnly = validateOnly, RequestTimeout = call.Timeout });
        call.Done();
    }

    private static async Task<IReadOnlyCollection<ConfigEntryResult>> DescribeAsync(V3Call call, ConfigOwner owner)
    {
        var configs = (await call.Admin.DescribeConfigsAsync([owner.Resource], new() { RequestTimeout = call.Timeout }))[0].Entries.Values;
        return owner.IsCluster ? [.. configs.Select(ConfigOwner.SharedOf).OfType<ConfigEntryResult>()] : configs;
    }

    private static async Task<ConfigEntryResult> FindAsync(V3Call call, ConfigOwner owner, string name) =>
        (await DescribeAsync(call, owner)).FirstOrDefault(config => config.Name == name) ?? throw NoConfig(name);

    private static RestException NoConfig(string name) => new(new(404, 404, $"Config {name} cannot be found."));

    private static JsonObject Show(V3Call call, ConfigOwner owner, ConfigEntryResult config)
    {
        var shown = call.Links.Resource(owner.Kind, $"{owner.Name}/config={config.Name}", [.. owner.Path, config.Name]);
        if (owner.Field is { } field)
        {
            shown[field.Name] = field.Value.DeepClone();
        }

        shown["name"] = config.Name;
        shown["value"] = config.IsSensitive ? null : config.Value;
        shown["is_default"] = config.IsDefault;
        shown["is_read_only"] = config.IsReadOnly;
        shown["is_sensitive"] = config.IsSensitive;
        shown["source"] = EnumNames.Of(config.Source);
        shown["synonyms"] = new JsonArray([.. (config.Synonyms ?? []).Select(synonym => new JsonObject
        {
            ["name"] = synonym.Name,
            ["value"] = config.IsSensitive ? null : synonym.Value,
            ["source"] = EnumNames.Of(synonym.Source),
        })]);
        return shown;
    }
}
