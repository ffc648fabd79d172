using Ingest.EmbeddedKafka.Partitions;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>Changes, one at a time.</summary>
internal sealed partial class TopicCatalog
{
    /// <summary>Called when a topic is gone, before a new one can have its name.</summary>
    public event Func<Topic, Task>? Deleted;

    /// <summary>Creates a topic, durable when this returns.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="partitions">How many partitions, 1 or more.</param>
    /// <param name="configs">Its settings.</param>
    /// <param name="validateOnly">Only says whether it could be.</param>
    /// <returns>What stands against it, or the topic; neither when it was only to be validated.</returns>
    public async Task<(TopicRefusal? Refusal, Topic? Topic)> CreateAsync(
        string name, int partitions, IReadOnlyDictionary<string, string?> configs, bool validateOnly = false)
    {
        Topic? created = null;
        var refusal = await ChangeAsync(name, async () =>
        {
            var refused = RefuseCreation(name, partitions, configs);
            created = refused is null && !validateOnly ? await CreateAsync(new TopicCreated(Guid.NewGuid(), name, partitions, configs)) : null;
            return refused;
        });
        return (refusal, created);
    }

    /// <summary>Deletes a topic and its records, durable when this returns.</summary>
    /// <returns>What stands against it, or null.</returns>
    public Task<TopicRefusal?> DeleteAsync(Topic topic) => ChangeAsync(topic, async () =>
    {
        await AppendAsync(new TopicDeleted(topic.Id));
        _byId.TryRemove(topic.Id, out _);
        _topics.TryRemove(topic.Name, out _);
        LogDeleted(topic.Name, topic.Id);
        await RemoveAsync(topic);
        await (Deleted?.Invoke(topic) ?? Task.CompletedTask);
        return null;
    });

    /// <summary>Adds partitions to a topic, durable when this returns.</summary>
    /// <returns>What stands against it, or null.</returns>
    public Task<TopicRefusal?> AddPartitionsAsync(Topic topic, int count, bool validateOnly) => ChangeAsync(topic, async () =>
    {
        var refusal = count <= topic.Partitions.Count
            ? new TopicRefusal(KafkaError.InvalidPartitions, $"Topic {topic.Name} has {topic.Partitions.Count} partitions; {count} are not more.")
            : RefuseCount(count - topic.Partitions.Count);
        if (refusal is null && !validateOnly)
        {
            topic.Add(await OpenAndAppendAsync(topic, topic.Partitions.Count, count, new PartitionsAdded(topic.Id, count)));
        }

        return refusal;
    });

    /// <summary>Replaces the settings of a topic, durable when this returns.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="change">Makes the new settings of the present ones.</param>
    /// <param name="validateOnly">Only says whether they hold.</param>
    /// <returns>What stands against it, or null.</returns>
    public Task<TopicRefusal?> AlterConfigsAsync(
        Topic topic, Func<IReadOnlyDictionary<string, string?>, IReadOnlyDictionary<string, string?>> change, bool validateOnly) => ChangeAsync(topic, async () =>
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
    });

    /// <summary>A topic may have been deleted while the change waited for its turn: nothing may be said of it in the catalog after its end.</summary>
    private Task<TopicRefusal?> ChangeAsync(Topic topic, Func<Task<TopicRefusal?>> change) => ChangeAsync(topic.Name, () =>
        _byId.ContainsKey(topic.Id) ? change() : Task.FromResult<TopicRefusal?>(new(KafkaError.UnknownTopicOrPartition, $"There is no topic '{topic.Name}' any more.")));

    /// <summary>What the disk refuses is a fault of the broker; things stay as they were, and the client is told.</summary>
    private async Task<TopicRefusal?> ChangeAsync(string topic, Func<Task<TopicRefusal?>> change)
    {
        await _changing.WaitAsync();
        try
        {
            return await change();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotChanged(failure, topic);
            return new TopicRefusal(KafkaError.KafkaStorageError, $"Topic '{topic}' stays as it is: {failure.Message}");
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
        topic.Add(await OpenAndAppendAsync(topic, 0, created.Partitions, created));
        _byId[topic.Id] = topic;
        _topics[topic.Name] = topic;
        LogCreated(topic.Name, topic.Id, created.Partitions);
        return topic;
    }

    /// <summary>Partitions first, then the word of them: what the catalog names is there.</summary>
    private async Task<Partition[]> OpenAndAppendAsync(Topic topic, int from, int to, TopicEvent entry)
    {
        var partitions = await OpenPartitionsAsync(topic, from, to);
        try
        {
            await AppendAsync(entry);
            return partitions;
        }
        catch
        {
            // Empty as they are, their files are in nobody's way: the next start, or the next attempt, finds them.
            await CloseAsync(partitions);
            throw;
        }
    }

    /// <summary>The topic is gone already, whatever becomes of its files; the next start tries again.</summary>
    private async Task RemoveAsync(Topic topic)
    {
        try
        {
            await CloseAsync(topic.Partitions);
            Directory.Delete(DirectoryOf(topic.Id), recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogFilesLeft(failure, topic.Name, DirectoryOf(topic.Id));
        }
    }

    [LoggerMessage(2, LogLevel.Information, "Created topic {Topic} as {Id} with {Partitions} partitions")]
    private partial void LogCreated(string topic, Guid id, int partitions);

    [LoggerMessage(3, LogLevel.Information, "Deleted topic {Topic}, which was {Id}")]
    private partial void LogDeleted(string topic, Guid id);

    [LoggerMessage(5, LogLevel.Warning, "Deleted topic {Topic}, but {Directory} could not be removed; the next start tries again")]
    private partial void LogFilesLeft(Exception failure, string topic, string directory);

    [LoggerMessage(6, LogLevel.Error, "Could not change topic {Topic}; it stays as it was")]
    private partial void LogNotChanged(Exception failure, string topic);
}
