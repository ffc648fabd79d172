using Ingest.EmbeddedKafka.Partitions;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>A topic and its open partitions. Changed by the catalog alone; readers take what they see.</summary>
internal sealed class Topic(Guid id, string name)
{
    private volatile Partition[] _partitions = [];
    private volatile Settings _settings = new(TopicConfig.Default, new Dictionary<string, string?>());

    /// <summary>Never used again, not even for a topic of the same name.</summary>
    public Guid Id { get; } = id;

    public string Name { get; } = name;

    public IReadOnlyList<Partition> Partitions => _partitions;

    public TopicConfig Config => _settings.Config;

    /// <summary>What was set, as it was given.</summary>
    public IReadOnlyDictionary<string, string?> Configs => _settings.Given;

    /// <returns>Null when there is no such partition.</returns>
    public Partition? Find(int partition)
    {
        var partitions = _partitions;
        return partition >= 0 && partition < partitions.Length ? partitions[partition] : null;
    }

    public void Configure(IReadOnlyDictionary<string, string?> configs) =>
        _settings = new Settings(TopicConfig.Parse(configs).Config ?? throw new InvalidDataException($"The settings of topic {Name} do not hold."), configs);

    public void Add(IEnumerable<Partition> partitions) => _partitions = [.. _partitions, .. partitions];

    private sealed record Settings(TopicConfig Config, IReadOnlyDictionary<string, string?> Given);
}
