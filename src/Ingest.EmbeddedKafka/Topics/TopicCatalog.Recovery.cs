using System.Text.Json;
using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Partitions;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>Opening and closing: before the first request, after the last.</summary>
internal sealed partial class TopicCatalog
{
    private const int EventBytesPerRead = 1 << 20;

    /// <summary>The topics that the catalog tells of, and those that it says are gone; used while opening.</summary>
    private readonly Dictionary<Guid, TopicCreated> _living = [];
    private readonly HashSet<Guid> _ended = [];

    private string TopicsDirectory => Path.Combine(Path.GetFullPath(options.DataDirectory), "topics");

    /// <summary>Opens every partition of every topic.</summary>
    /// <exception cref="DurableLogFormatException">There are topics, and no catalog that tells of them.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        // Flushed whatever becomes of records: ids of producers that were given out may not be given out again.
        _events = await DurableLog.DurableLog.OpenOrCreateAsync(
            Path.Combine(options.DataDirectory, "catalog"), logOptions with { FlushPolicy = FlushPolicy.EveryCommit }, cancellation);
        Replay();
        if (ClusterId.Length == 0)
        {
            RefuseLostCatalog();
            ClusterId = Convert.ToBase64String(Guid.NewGuid().ToByteArray()).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            await AppendAsync(new ClusterCreated(ClusterId));
        }

        await RemoveLeftoversAsync(cancellation);
        await OpenTopicsAsync(cancellation);
        _living.Clear();
        _ended.Clear();
        LogOpened(options.DataDirectory, _topics.Count, PartitionCount);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await CloseAsync(_topics.Values.SelectMany(topic => topic.Partitions));
        }
        finally
        {
            await (_events?.DisposeAsync() ?? ValueTask.CompletedTask);
            _changing.Dispose();
        }
    }

    private void Replay()
    {
        for (long next = 0; _events.Read(next, int.MaxValue, EventBytesPerRead) is { Count: > 0 } page; next = page[^1].NextOffset)
        {
            foreach (var entry in page)
            {
                Apply(JsonSerializer.Deserialize(entry.Data.Span, TopicEventJson.Default.TopicEvent)!);
            }
        }
    }

    private void Apply(TopicEvent entry)
    {
        switch (entry)
        {
            case ClusterCreated cluster:
                ClusterId = cluster.ClusterId;
                break;
            case TopicCreated created:
                _living.Add(created.Id, created);
                break;
            case TopicDeleted deleted:
                _living.Remove(deleted.Id);
                _ended.Add(deleted.Id);
                break;
            case PartitionsAdded added:
                _living[added.Id] = _living[added.Id] with { Partitions = added.Partitions };
                break;
            case ConfigsAltered altered:
                _living[altered.Id] = _living[altered.Id] with { Configs = altered.Configs };
                break;
            case ProducerIdsReserved reserved:
                (_nextProducerId, _producerIdsBefore) = (reserved.Before, reserved.Before);
                break;
            default:
                throw new InvalidDataException($"The catalog holds {entry}, which this version does not know.");
        }
    }

    /// <summary>All partitions alike, so that one topic of many opens as quickly as many of one.</summary>
    private async Task OpenTopicsAsync(CancellationToken cancellation)
    {
        var topics = _living.Values.Select(created => (Topic: new Topic(created.Id, created.Name), Created: created, Partitions: new Partition[created.Partitions])).ToArray();
        foreach (var (topic, created, _) in topics)
        {
            topic.Configure(created.Configs);
        }

        try
        {
            await Parallel.ForEachAsync(
                topics.SelectMany(opening => Enumerable.Range(0, opening.Partitions.Length).Select(number => (opening.Topic, opening.Partitions, Number: number))),
                new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellation },
                async (opening, cancelled) => opening.Partitions[opening.Number] = await OpenPartitionAsync(opening.Topic, opening.Number, cancelled));
        }
        catch
        {
            await CloseAsync(topics.SelectMany(opening => opening.Partitions).OfType<Partition>());
            throw;
        }

        foreach (var (topic, _, partitions) in topics)
        {
            topic.Add(partitions);
            _byId[topic.Id] = topic;
            _topics[topic.Name] = topic;
        }
    }

    /// <summary>With the catalog gone every topic would look like a leftover, and its records would go too.</summary>
    private void RefuseLostCatalog()
    {
        if (Directory.Exists(TopicsDirectory) && Directory.EnumerateFileSystemEntries(TopicsDirectory).Any())
        {
            throw new DurableLogFormatException(_events.Path, $"it is empty, but there are topics in {TopicsDirectory}. Put the catalog back, or move the topics away.");
        }
    }

    private async Task RemoveLeftoversAsync(CancellationToken cancellation)
    {
        if (!Directory.Exists(TopicsDirectory))
        {
            return;
        }

        var owned = _living.Keys.Select(DirectoryOf).ToHashSet(StringComparer.Ordinal);
        foreach (var directory in Directory.EnumerateDirectories(TopicsDirectory).Where(directory => !owned.Contains(directory)))
        {
            if (await IsLeftoverAsync(directory, cancellation))
            {
                LogLeftover(directory);
                Directory.Delete(directory, recursive: true);
            }
            else
            {
                LogUnowned(directory);
            }
        }
    }

    /// <summary>Of a topic that the catalog says was deleted, or of one whose creation was cut short: that one never had a record.</summary>
    private async Task<bool> IsLeftoverAsync(string directory, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(Path.GetFileName(directory), "N", out var id) || _ended.Contains(id))
        {
            return _ended.Contains(id);
        }

        foreach (var partition in Directory.EnumerateDirectories(directory))
        {
            await using var log = await DurableLog.DurableLog.OpenOrCreateAsync(partition, logOptions, cancellation);
            if (log.EndOffset > 0 || log.Recovery.Damage.Count > 0)
            {
                return false;
            }
        }

        return true;
    }

    [LoggerMessage(1, LogLevel.Information, "Opened {Directory}: {Topics} topics, {Partitions} partitions")]
    private partial void LogOpened(string directory, int topics, int partitions);

    [LoggerMessage(4, LogLevel.Information, "Removing {Directory}: no topic owns it, so a creation or deletion was cut short")]
    private partial void LogLeftover(string directory);

    [LoggerMessage(7, LogLevel.Error, "Left {Directory} alone: the catalog knows no topic of it, but it holds something")]
    private partial void LogUnowned(string directory);
}
