using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>The one producer of the process, shared by all requests; opened before the first, flushed after the last.</summary>
internal sealed partial class KafkaProducer : IHostedService, IDisposable
{
    private readonly ILogger _log;
    private readonly TimeSpan _flushDeadline;
    private readonly IProducer<byte[]?, byte[]?> _producer;
    private Error? _fatal;

    /// <exception cref="OptionsValidationException">librdkafka does not take the settings.</exception>
    public KafkaProducer(ProducerSettings settings, IOptions<KafkaRestOptions> options, ILogger<KafkaProducer> log)
    {
        _log = log;
        _flushDeadline = options.Value.ShutdownFlushDeadline;
        try
        {
            _producer = new ProducerBuilder<byte[]?, byte[]?>(settings.Client)
                .SetLogHandler((_, message) => OnLog(message))
                .SetErrorHandler((_, error) => OnError(error))
                .Build();
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new OptionsValidationException("Kafka:Client", typeof(ProducerSettings), [$"Kafka:Client is not accepted by librdkafka: {refused.Message}"]);
        }
    }

    /// <summary>What an admin client needs to share the producer's connections.</summary>
    public Handle Handle => _producer.Handle;

    /// <summary>Why this producer can store nothing any more until the process starts anew; null while it can.</summary>
    public Error? Fatal => Volatile.Read(ref _fatal);

    /// <summary>Queues a record. <paramref name="onDelivery"/> is called exactly once, on the producer's thread, if this returns.</summary>
    /// <exception cref="ProduceException{TKey, TValue}">It was not queued, and <paramref name="onDelivery"/> will not be called.</exception>
    public void Enqueue(TopicPartition destination, Message<byte[]?, byte[]?> record, Action<DeliveryReport<byte[]?, byte[]?>> onDelivery) =>
        _producer.Produce(destination, record, onDelivery);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Hosted services stop in the reverse order of their start: no request is left by now.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var left = await Task.Factory.StartNew(
            () => _producer.Flush(_flushDeadline), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        if (left > 0)
        {
            LogLeft(left, _flushDeadline);
        }
    }

    public void Dispose() => _producer.Dispose();

    private void OnLog(LogMessage message)
    {
        var level = (LogLevel)message.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        if (message.Facility != "FAIL") // failed connections come to OnError too
        {
            LogClient(level, message.Facility, message.Message);
        }
    }

    private void OnError(Error error)
    {
        if (error.IsFatal)
        {
            Volatile.Write(ref _fatal, error);
            LogFatal(error.Code, error.Reason);
        }
        else
        {
            LogError(error.Code, error.Reason);
        }
    }
}
