using System.Collections.Concurrent;
using System.Text.Json;
using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Partitions;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>What stands against a change, for the client.</summary>
internal sealed record TopicRefusal(KafkaError Error, string Message);

/// <summary>The topics there are, and the only place that creates, changes and deletes them.</summary>
/// <remarks>
/// In the data directory: <c>catalog/</c>, a durable log of <see cref="TopicEvent"/>, and <c>topics/&lt;id&gt;/&lt;partition&gt;/</c> with a
/// log each. A topic exists when its creation is in the catalog and its deletion is not, so both are atomic; a directory that no
/// topic owns is a creation or deletion cut short, and is removed at start. Names never become paths.
/// </remarks>
internal sealed partial class TopicCatalog(EmbeddedKafkaOptions options, DurableLogOptions logOptions, TimeProvider time, ILogger<TopicCatalog> logger) : IAsyncDisposable
{
    private const int OpenedAtOnce = 8;

    /// <summary>Those not given out when the broker ends are lost, of 2^63.</summary>
    private const int ProducerIdsReservedAtOnce = 1000;

    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Topic> _byId = new();
    private readonly SemaphoreSlim _changing = new(1, 1);
    private DurableLog.DurableLog _events = null!;
    private long _nextProducerId;
    private long _producerIdsBefore;

    /// <summary>Made once, when the data directory is.</summary>
    public string ClusterId { get; private set; } = "";

    public IReadOnlyCollection<Topic> All => [.. _topics.Values.OrderBy(topic => topic.Name, StringComparer.Ordinal)];

    public int PartitionCount => _topics.Values.Sum(topic => topic.Partitions.Count);

    /// <summary>Called when a topic is gone, before a new one can have its name.</summary>
    public event Func<Topic, Task>? Deleted;

    public Topic? Find(string name) => _topics.GetValueOrDefault(name);

    public Topic? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>Creates a topic, durable when this returns.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="partitions">How many partitions, 1 or more.</param>
    /// <param name="configs">Its settings.</param>
    /// <param name="validateOnly">Only says whether it could be.</param>
    /// <returns>What stands against it, or the topic; neither when it was only to be validated.</returns>
    public async Task<(TopicRefusal? Refusal, Topic? Topic)> CreateAsync(
        string name, int partitions, IReadOnlyDictionary<string, string?> configs, bool validateOnly = false)
    {
        await _changing.WaitAsync();
        try
        {
            if (RefuseCreation(name, partitions, configs) is { } refusal)
            {
                return (refusal, null);
            }

            return validateOnly ? (null, null) : (null, await CreateAsync(new TopicCreated(Guid.NewGuid(), name, partitions, configs)));
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Deletes a topic and its records, durable when this returns.</summary>
    /// <returns>False when it is gone already.</returns>
    public async Task<bool> DeleteAsync(Topic topic)
    {
        await _changing.WaitAsync();
        try
        {
            if (!_byId.ContainsKey(topic.Id))
            {
                return false;
            }

            await AppendAsync(new TopicDeleted(topic.Id));
            _byId.TryRemove(topic.Id, out _);
            await CloseAsync(topic);
            await (Deleted?.Invoke(topic) ?? Task.CompletedTask);
            _topics.TryRemove(topic.Name, out _);
            RemoveFiles(topic);
            LogDeleted(topic.Name, topic.Id);
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Adds partitions to a topic, durable when this returns.</summary>
    /// <returns>What stands against it, or null.</returns>
    public async Task<TopicRefusal?> AddPartitionsAsync(Topic topic, int count, bool validateOnly)
    {
        await _changing.WaitAsync();
        try
        {
            var refusal = count <= topic.Partitions.Count
                ? new TopicRefusal(KafkaError.InvalidPartitions, $"Topic {topic.Name} has {topic.Partitions.Count} partitions; {count} are not more.")
                : RefuseCount(count - topic.Partitions.Count);
            if (refusal is null && !validateOnly)
            {
                var added = await OpenPartitionsAsync(topic, topic.Partitions.Count, count);
                await AppendAsync(new PartitionsAdded(topic.Id, count));
                topic.Add(added);
            }

            return refusal;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Replaces the settings of a topic, durable when this returns.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="change">Makes the new settings of the present ones.</param>
    /// <param name="validateOnly">Only says whether they hold.</param>
    /// <returns>What stands against it, or null.</returns>
    public async Task<TopicRefusal?> AlterConfigsAsync(
        Topic topic, Func<IReadOnlyDictionary<string, string?>, IReadOnlyDictionary<string, string?>> change, bool validateOnly)
    {
        await _changing.WaitAsync();
        try
        {
            var configs = change(topic.Configs);
            if (TopicConfig.Parse(configs).Refusal is { } reason)
            {
                return new TopicRefusal(KafkaError.InvalidConfig, reason);
            }

            if (!validateOnly)
            {
                await AppendAsync(new ConfigsAltered(topic.Id, configs));
                topic.Configure(configs);
            }

            return null;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>A producer id that nobody was ever given, not even before a restart. They are reserved durably, many at a time.</summary>
    public async Task<long> NextProducerIdAsync()
    {
        await _changing.WaitAsync();
        try
        {
            if (_nextProducerId == _producerIdsBefore)
            {
                await AppendAsync(new ProducerIdsReserved(_producerIdsBefore + ProducerIdsReservedAtOnce));
                _producerIdsBefore += ProducerIdsReservedAtOnce;
            }

            return _nextProducerId++;
        }
        finally
        {
            _changing.Release();
        }
    }

    private TopicRefusal? RefuseCreation(string name, int partitions, IReadOnlyDictionary<string, string?> configs) =>
        TopicNames.Refuse(name) is { } reason ? new(KafkaError.InvalidTopic, reason)
        : _topics.ContainsKey(name) ? new(KafkaError.TopicAlreadyExists, $"Topic '{name}' already exists.")
        : _topics.Keys.FirstOrDefault(other => TopicNames.Collide(name, other)) is { } other ? new(KafkaError.InvalidTopic, $"Topic '{name}' collides with existing topic '{other}'.")
        : partitions < 1 ? new(KafkaError.InvalidPartitions, $"{partitions} is no number of partitions.")
        : RefuseCount(partitions) ?? (TopicConfig.Parse(configs).Refusal is { } refusal ? new(KafkaError.InvalidConfig, refusal) : null);

    private TopicRefusal? RefuseCount(int more) => PartitionCount + (long)more > options.PartitionsMax
        ? new TopicRefusal(KafkaError.PolicyViolation, $"This broker holds at most {options.PartitionsMax} partitions; it has {PartitionCount}, {more} more were asked for.")
        : null;

    private async Task<Topic> CreateAsync(TopicCreated created)
    {
        var topic = new Topic(created.Id, created.Name);
        topic.Configure(created.Configs);
        topic.Add(await OpenPartitionsAsync(topic, 0, created.Partitions));
        try
        {
            await AppendAsync(created);
        }
        catch
        {
            await CloseAsync(topic);
            throw;
        }

        _byId[topic.Id] = topic;
        _topics[topic.Name] = topic;
        LogCreated(topic.Name, topic.Id, created.Partitions);
        return topic;
    }

    private async Task<Partition[]> OpenPartitionsAsync(Topic topic, int from, int to)
    {
        var partitions = new Partition[to - from];
        await Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce }, async (number, cancellation) =>
            partitions[number - from] = await Partition.OpenAsync(
                Path.Combine(DirectoryOf(topic.Id), $"{number}"), $"{topic.Name}-{number}", () => topic.Config, logOptions, time, logger, cancellation));
        return partitions;
    }

    private static Task CloseAsync(Topic topic) => Task.WhenAll(topic.Partitions.Select(partition => partition.DisposeAsync().AsTask()));

    private Task<long> AppendAsync(TopicEvent entry) => _events.AppendAsync(JsonSerializer.SerializeToUtf8Bytes(entry, TopicEventJson.Default.TopicEvent));

    private string DirectoryOf(Guid id) => Path.Combine(TopicsDirectory, id.ToString("N"));
}
