using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>What the brokers say about themselves and their topics.</summary>
/// <remarks>
/// Always asked for all topics: a broker may create a topic that it is asked for by name. The client's call blocks, so one
/// thread asks at a time, and all who come while it does share the next answer; a crowd costs the brokers no more than one.
/// </remarks>
internal sealed class Cluster(KafkaProducer producer, IOptions<KafkaRestOptions> options) : IDisposable
{
    private readonly IAdminClient _admin = new DependentAdminClientBuilder(producer.Handle).Build();
    private readonly TimeSpan _timeout = options.Value.MetadataTimeout;
    private readonly ConcurrentDictionary<string, bool> _known = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Task<Metadata>? _running;
    private Task<Metadata>? _next;

    /// <summary>For what is asked of one topic, group or broker.</summary>
    public IAdminClient Admin => _admin;

    /// <summary>An answer that was asked for after this call.</summary>
    /// <exception cref="KafkaException">The brokers did not answer in time, or refused.</exception>
    public Task<Metadata> DescribeAsync()
    {
        lock (_gate)
        {
            return _next ??= AskAfterAsync(_running);
        }
    }

    /// <summary>The topic as the brokers know it now; null when they do not.</summary>
    /// <exception cref="KafkaException">The brokers did not answer in time, or refused.</exception>
    public async Task<TopicMetadata?> FindTopicAsync(string topic)
    {
        var metadata = await DescribeAsync();
        return metadata.Topics.Find(candidate => candidate.Topic == topic);
    }

    /// <summary>Whether there is the topic, or was when this asked for it last: one that is deleted is still taken to be there.</summary>
    /// <exception cref="KafkaException">The brokers did not answer in time, or refused.</exception>
    public async ValueTask<bool> HasTopicAsync(string topic)
    {
        if (_known.ContainsKey(topic))
        {
            return true;
        }

        return await FindTopicAsync(topic) is not null && (_known[topic] = true);
    }

    /// <summary>The topic's settings; empty when the brokers are too old, or too simple, to tell.</summary>
    /// <exception cref="KafkaException">The brokers did not answer in time, or refused.</exception>
    public async Task<IReadOnlyDictionary<string, string?>> ReadTopicConfigsAsync(string topic)
    {
        try
        {
            var results = await _admin.DescribeConfigsAsync(
                [new() { Type = Confluent.Kafka.Admin.ResourceType.Topic, Name = topic }], new() { RequestTimeout = _timeout });
            return results[0].Entries.ToDictionary(entry => entry.Key, entry => (string?)entry.Value.Value, StringComparer.Ordinal);
        }
        catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_UnsupportedFeature)
        {
            return new Dictionary<string, string?>();
        }
    }

    /// <summary>An offset of a partition that is there.</summary>
    /// <exception cref="KafkaException">The brokers did not answer in time, or refused.</exception>
    public async Task<long> FindOffsetAsync(TopicPartition partition, Confluent.Kafka.Admin.OffsetSpec spec)
    {
        var found = await _admin.ListOffsetsAsync([new() { TopicPartition = partition, OffsetSpec = spec }], new() { RequestTimeout = _timeout });
        return found.ResultInfos[0].TopicPartitionOffsetError is { Error.IsError: true } failed
            ? throw new KafkaException(failed.Error)
            : found.ResultInfos[0].TopicPartitionOffsetError.Offset.Value;
    }

    /// <summary>Waits for a question that is under way: it would go on in memory that is not the client's any more, and break the process.</summary>
    public void Dispose()
    {
        Task? asking;
        lock (_gate)
        {
            asking = _next ?? _running;
        }

        asking?.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).GetAwaiter().GetResult();
        _admin.Dispose();
    }

    private async Task<Metadata> AskAfterAsync(Task<Metadata>? previous)
    {
        // Yields in any case: the caller holds the lock and has not yet kept what this returns.
        await (previous ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_gate)
        {
            _running = _next;
            _next = null;
        }

        return await Task.Factory.StartNew(
            () => _admin.GetMetadata(_timeout), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
