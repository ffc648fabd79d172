using Ingest.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace DeployTests.Compose;

/// <summary><c>deploy/compose/compose.yaml</c>, its anchors and merges resolved, its variables not.</summary>
internal static class ComposeFile
{
    /// <summary>Its folder.</summary>
    public static string Folder { get; } = Path.Combine(Checkout.Root, "deploy", "compose");

    /// <summary>Its services by name.</summary>
    public static IReadOnlyDictionary<string, Service> Services { get; } = Read().Services;

    /// <summary>The names of its volumes.</summary>
    public static IReadOnlyCollection<string> Volumes { get; } = Read().Volumes.Keys;

    /// <summary>The services that are built here: the suite's own.</summary>
    public static IReadOnlyDictionary<string, Service> Own { get; } =
        Services.Where(service => service.Value.Build is not null).ToDictionary(service => service.Key, service => service.Value);

    private static Root Read()
    {
        // First as it stands, for its anchors lie outside the parts that have a type.
        using var text = new StreamReader(Path.Combine(Folder, "compose.yaml"));
        var resolved = new SerializerBuilder().DisableAliases().Build().Serialize(new Deserializer().Deserialize(new MergingParser(new Parser(text)))!);
        return new DeserializerBuilder().IgnoreUnmatchedProperties().Build().Deserialize<Root>(resolved);
    }

    internal sealed class Root
    {
        [YamlMember(Alias = "services")]
        public Dictionary<string, Service> Services { get; set; } = [];

        [YamlMember(Alias = "volumes")]
        public Dictionary<string, object?> Volumes { get; set; } = [];
    }

    internal sealed class Service
    {
        [YamlMember(Alias = "image")]
        public string? Image { get; set; }

        [YamlMember(Alias = "build")]
        public Dictionary<string, string>? Build { get; set; }

        [YamlMember(Alias = "environment")]
        public Dictionary<string, string> Environment { get; set; } = [];

        [YamlMember(Alias = "ports")]
        public List<string> Ports { get; set; } = [];

        [YamlMember(Alias = "volumes")]
        public List<string> Volumes { get; set; } = [];

        [YamlMember(Alias = "depends_on")]
        public Dictionary<string, Dictionary<string, string>> DependsOn { get; set; } = [];

        [YamlMember(Alias = "healthcheck")]
        public Health? HealthCheck { get; set; }

        [YamlMember(Alias = "read_only")]
        public bool ReadOnly { get; set; }

        [YamlMember(Alias = "cap_drop")]
        public List<string> CapDrop { get; set; } = [];
    }

    internal sealed class Health
    {
        [YamlMember(Alias = "test")]
        public List<string> Test { get; set; } = [];
    }
}
