using Confluent.Kafka;
using Ingest.MskIam;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>The one producer of the process, shared by all requests; opened before the first, flushed after the last.</summary>
internal sealed partial class KafkaProducer : IHostedService, IDisposable
{
    private readonly ILogger _log;
    private readonly TimeSpan _flushDeadline;
    private readonly IProducer<byte[]?, byte[]?> _producer;

    /// <exception cref="OptionsValidationException">librdkafka does not take the settings.</exception>
    public KafkaProducer(
        ProducerSettings settings, IOptions<KafkaSettings> kafka, ClientEvents events, IOptions<KafkaRestOptions> options,
        TimeProvider time, ILogger<KafkaProducer> log)
    {
        _log = log;
        _flushDeadline = options.Value.ShutdownFlushDeadline;
        try
        {
            var builder = new ProducerBuilder<byte[]?, byte[]?>(settings.Client)
                .SetLogHandler((_, message) => events.OnLog(message))
                .SetErrorHandler((_, error) => events.OnError(error));
            if (kafka.Value.Authentication == KafkaAuthentication.MskIam)
            {
                var login = MskLogin.ByDefaultCredentials(kafka.Value.Region, time);
                builder.SetOAuthBearerTokenRefreshHandler((client, _) => login.Refresh(
                    (token, expires, principal) => client.OAuthBearerSetToken(token, expires, principal), client.OAuthBearerSetTokenFailure));
            }

            _producer = builder.Build();
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            throw new OptionsValidationException("Kafka:Client", typeof(ProducerSettings), [$"Kafka:Client is not accepted by librdkafka: {refused.Message}"]);
        }
    }

    /// <summary>What an admin client needs to share the producer's connections.</summary>
    public Handle Handle => _producer.Handle;

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
}
