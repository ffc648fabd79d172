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

    public Topic? Find(string name) => _topics.GetValueOrDefault(name);

    public Topic? Find(Guid id) => _byId.GetValueOrDefault(id);

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

    private async Task<Partition[]> OpenPartitionsAsync(Topic topic, int from, int to)
    {
        var partitions = new Partition[to - from];
        try
        {
            await Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce }, async (number, cancellation) =>
                partitions[number - from] = await OpenPartitionAsync(topic, number, cancellation));
            return partitions;
        }
        catch
        {
            await CloseAsync(partitions.OfType<Partition>());
            throw;
        }
    }

    private Task<Partition> OpenPartitionAsync(Topic topic, int number, CancellationToken cancellation) => Partition.OpenAsync(
        Path.Combine(DirectoryOf(topic.Id), $"{number}"), $"{topic.Name}-{number}", () => topic.Config, logOptions, time, logger, cancellation);

    private static Task CloseAsync(IEnumerable<Partition> partitions) => Task.WhenAll(partitions.Select(partition => partition.DisposeAsync().AsTask()));

    private Task<long> AppendAsync(TopicEvent entry) => _events.AppendAsync(JsonSerializer.SerializeToUtf8Bytes(entry, TopicEventJson.Default.TopicEvent));

    private string DirectoryOf(Guid id) => Path.Combine(TopicsDirectory, id.ToString("N"));
}
