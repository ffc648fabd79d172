using System.Text.Json;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.SchemaRegistry.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.SchemaRegistry.Storage;

/// <summary>The topic: read from its first record on, and written to. What is written counts when it has been read back.</summary>
internal sealed partial class SchemasTopic(RegistryClients clients, RegistryState state, IOptions<RegistryOptions> options, TimeProvider time, ILogger<SchemasTopic> log) : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>How long the service's start waits for the topic; a Kafka that takes longer is waited for in the background.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _read = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly RegistryOptions _options = options.Value;
    private readonly Lazy<IProducer<byte[], byte[]?>> _producer = new(clients.Producer);
    private readonly Lazy<IAdminClient> _admin = new(clients.Admin);
    private readonly TopicPartition _partition = new(options.Value.Topic, 0);
    private readonly Lock _gate = new();
    private TaskCompletionSource _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _position;
    private int _disposed;

    /// <summary>Whether everything has been read that was there at the start.</summary>
    public bool IsRead => _read.Task.IsCompleted;

    /// <summary>Ends when the topic is there.</summary>
    public Task Made => _made.Task;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await _read.Task.WaitAsync(StartPatience, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Waits until all that anybody has written until now has been read.</summary>
    /// <exception cref="RegistryException">50001: Kafka does not answer in time.</exception>
    public async Task CatchUpAsync()
    {
        try
        {
            // Not the consumer, whose questions wait behind its fetching.
            var found = await _admin.Value.ListOffsetsAsync([new() { TopicPartition = _partition, OffsetSpec = OffsetSpec.Latest() }], new() { RequestTimeout = _options.WriteTimeout });
            await WaitAsync(found.ResultInfos[0].TopicPartitionOffsetError.Offset.Value);
        }
        catch (KafkaException failure)
        {
            throw Unavailable(failure.Error.Reason);
        }
    }

    /// <summary>Writes a record, and waits until it has been read back.</summary>
    /// <exception cref="RegistryException">50001: Kafka does not take it; whether it did is not known.</exception>
    public async Task WriteAsync(RegistryRecord record)
    {
        try
        {
            var written = await _producer.Value.ProduceAsync(_partition, new() { Key = RecordFormat.KeyOf(record), Value = RecordFormat.ValueOf(record) });
            await WaitAsync(written.Offset.Value + 1);
        }
        catch (KafkaException failure)
        {
            throw Unavailable(failure.Error.Reason);
        }
    }

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return; // the container knows it twice: as what it is, and as a hosted service
        }

        if (_producer.IsValueCreated)
        {
            _producer.Value.Dispose();
        }

        if (_admin.IsValueCreated)
        {
            _admin.Value.Dispose();
        }

        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => ReadAsync(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private static RegistryException Unavailable(string why) => new(new RegistryError(500, 50001, $"Error in the backend data store: {why}"));

    private async Task ReadAsync(CancellationToken stopping)
    {
        while (!await TryMakeTopicAsync())
        {
            await Task.Delay(RetryAfter, time, stopping);
        }

        _made.TrySetResult();
        using var consumer = clients.Consumer();
        consumer.Assign(new TopicPartitionOffset(_partition, Offset.Beginning));
        while (!stopping.IsCancellationRequested)
        {
            Read(consumer, stopping);
        }
    }

    /// <summary>A broker that is not there yet is waited for, as one that goes away later is.</summary>
    private async Task<bool> TryMakeTopicAsync()
    {
        try
        {
            await _admin.Value.CreateTopicsAsync(
                [new() { Name = _options.Topic, NumPartitions = 1, ReplicationFactor = _options.ReplicationFactor, Configs = new() { ["cleanup.policy"] = "compact" } }],
                new() { RequestTimeout = _options.WriteTimeout });
            return true;
        }
        catch (CreateTopicsException there) when (there.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
        {
            return true; // made by an earlier registry
        }
        catch (KafkaException failure)
        {
            LogTopic(_options.Topic, failure is CreateTopicsException refused ? refused.Results[0].Error.Reason : failure.Error.Reason);
            return false;
        }
    }

    private void Read(IConsumer<byte[]?, byte[]?> consumer, CancellationToken stopping)
    {
        try
        {
            if (consumer.Consume(stopping) is not { } result)
            {
                return;
            }

            if (result.IsPartitionEOF)
            {
                Advance(result.Offset.Value);
                _read.TrySetResult();
                return;
            }

            Apply(result);
            Advance(result.Offset.Value + 1);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The service stops.
        }
        catch (ConsumeException failure)
        {
            LogRead(failure.Error.Reason); // librdkafka goes on by itself
        }
    }

    private void Apply(ConsumeResult<byte[]?, byte[]?> result)
    {
        try
        {
            if (RecordFormat.Read(result.Message.Key, result.Message.Value) is { } record && !state.Apply(record))
            {
                LogRival(result.Offset.Value);
            }
        }
        catch (Exception foreign) when (foreign is JsonException or InvalidOperationException or FormatException)
        {
            LogForeign(result.Offset.Value, foreign.Message); // a topic that others can write to; the rest of it is good
        }
    }

    private void Advance(long position)
    {
        lock (_gate)
        {
            _position = Math.Max(_position, position);
            _advanced.SetResult();
            _advanced = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private async Task WaitAsync(long position)
    {
        using var deadline = new CancellationTokenSource(_options.WriteTimeout, time);
        while (true)
        {
            Task advanced;
            lock (_gate)
            {
                if (_position >= position)
                {
                    return;
                }

                advanced = _advanced.Task;
            }

            await advanced.WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (deadline.IsCancellationRequested)
            {
                throw Unavailable($"what is in topic {_options.Topic} was not read within {_options.WriteTimeout}");
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "Topic {Topic} cannot be made, or found; trying again: {Reason}")]
    private partial void LogTopic(string topic, string reason);

    [LoggerMessage(LogLevel.Warning, "Reading the topic failed; it goes on: {Reason}")]
    private partial void LogRead(string reason);

    [LoggerMessage(LogLevel.Warning, "The record at offset {Offset} is passed over: another registry wrote an earlier one for the same schema id or version")]
    private partial void LogRival(long offset);

    [LoggerMessage(LogLevel.Warning, "The record at offset {Offset} is passed over: it is no registry's. {Reason}")]
    private partial void LogForeign(long offset, string reason);
}
