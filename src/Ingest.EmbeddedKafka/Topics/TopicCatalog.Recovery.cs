using System.Text.Json;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>Opening and closing: before the first request, after the last.</summary>
internal sealed partial class TopicCatalog
{
    private const int EventBytesPerRead = 1 << 20;

    private string TopicsDirectory => Path.Combine(Path.GetFullPath(options.DataDirectory), "topics");

    /// <summary>Opens every partition of every topic.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        _events = await DurableLog.DurableLog.OpenOrCreateAsync(Path.Combine(options.DataDirectory, "catalog"), logOptions, cancellation);
        var living = Replay();
        if (ClusterId.Length == 0)
        {
            ClusterId = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            await AppendAsync(new ClusterCreated(ClusterId));
        }

        RemoveLeftovers(living);
        foreach (var created in living.Values)
        {
            var topic = new Topic(created.Id, created.Name);
            topic.Configure(created.Configs);
            topic.Add(await OpenPartitionsAsync(topic, 0, created.Partitions));
            _byId[topic.Id] = topic;
            _topics[topic.Name] = topic;
        }

        LogOpened(options.DataDirectory, _topics.Count, PartitionCount);
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_topics.Values.Select(CloseAsync));
        if (_events is not null)
        {
            await _events.DisposeAsync();
        }

        _changing.Dispose();
    }

    private Dictionary<Guid, TopicCreated> Replay()
    {
        var living = new Dictionary<Guid, TopicCreated>();
        long next = 0;
        while (_events.Read(next, int.MaxValue, EventBytesPerRead) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                Apply(JsonSerializer.Deserialize(entry.Data.Span, TopicEventJson.Default.TopicEvent)!, living);
            }

            next = page[^1].NextOffset;
        }

        return living;
    }

    private void Apply(TopicEvent entry, Dictionary<Guid, TopicCreated> living)
    {
        switch (entry)
        {
            case ClusterCreated cluster:
                ClusterId = cluster.ClusterId;
                break;
            case TopicCreated created:
                living.Add(created.Id, created);
                break;
            case TopicDeleted deleted:
                living.Remove(deleted.Id);
                break;
            case PartitionsAdded added:
                living[added.Id] = living[added.Id] with { Partitions = added.Partitions };
                break;
            case ConfigsAltered altered:
                living[altered.Id] = living[altered.Id] with { Configs = altered.Configs };
                break;
            case ProducerIdsReserved reserved:
                (_nextProducerId, _producerIdsBefore) = (reserved.Before, reserved.Before);
                break;
            default:
                throw new InvalidDataException($"The catalog holds {entry}, which this version does not know.");
        }
    }

    private void RemoveLeftovers(Dictionary<Guid, TopicCreated> living)
    {
        if (!Directory.Exists(TopicsDirectory))
        {
            return;
        }

        var owned = living.Keys.Select(DirectoryOf).ToHashSet(StringComparer.Ordinal);
        foreach (var directory in Directory.EnumerateDirectories(TopicsDirectory).Where(directory => !owned.Contains(directory)))
        {
            LogLeftover(directory);
            Directory.Delete(directory, recursive: true);
        }
    }

    private void RemoveFiles(Topic topic)
    {
        try
        {
            Directory.Delete(DirectoryOf(topic.Id), recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The topic is gone all the same; the next start tries again.
            LogFilesLeft(failure, topic.Name, DirectoryOf(topic.Id));
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Opened {Directory}: {Topics} topics, {Partitions} partitions")]
    private partial void LogOpened(string directory, int topics, int partitions);

    [LoggerMessage(2, LogLevel.Information, "Created topic {Topic} as {Id} with {Partitions} partitions")]
    private partial void LogCreated(string topic, Guid id, int partitions);

    [LoggerMessage(3, LogLevel.Information, "Deleted topic {Topic}, which was {Id}")]
    private partial void LogDeleted(string topic, Guid id);

    [LoggerMessage(4, LogLevel.Information, "Removing {Directory}: no topic owns it, so a creation or deletion was cut short")]
    private partial void LogLeftover(string directory);

    [LoggerMessage(5, LogLevel.Warning, "Deleted topic {Topic}, but {Directory} could not be removed; the next start tries again")]
    private partial void LogFilesLeft(Exception failure, string topic, string directory);
}
