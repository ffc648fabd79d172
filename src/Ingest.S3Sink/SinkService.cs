using Confluent.Kafka;
using Ingest.ObjectStore;
using Ingest.S3Sink.Consuming;
using Ingest.S3Sink.Plans;
using Ingest.S3Sink.Source;
using Ingest.S3Sink.Writing;

namespace Ingest.S3Sink;

/// <summary>Runs the sink: proves the store, asks the cluster who it is, then polls on a thread of its own until told to stop.</summary>
internal sealed partial class SinkService(
    IObjectStore store, ClusterIdentity cluster, PollLoop loop, Retries retries, SinkOptions options, TimeProvider time,
    SinkMetrics metrics, SinkState state, IConfiguration configuration, IHostApplicationLifetime host, ILoggerFactory logs,
    ILogger<SinkService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
        catch (Exception failure)
        {
            // Whatever it is, a retry does not mend it: an operator must see a process that ended, not one that looks alive.
            LogFailed(failure);
            state.Failed(failure.Message);
            host.StopApplication();
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        await retries.RunAsync("Proving the store", async token => { await store.ProveCreateOnlyAsync(token); return true; }, stopping);
        var id = await retries.RunAsync("Asking the cluster for its id", token => cluster.ReadAsync(token), stopping);
        LogStarting(id, store.Uri, options.TopicsPattern);
        state.Started();

        var consumer = new ConsumerBuilder<byte[], byte[]>(KafkaClients.Consumer(configuration, options));
        await Task.Factory.StartNew(
            () => loop.Run(consumer, (self, partition) => CreateWriter(id, self, partition), stopping),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private PartitionWriter CreateWriter(string id, IConsumer<byte[], byte[]> consumer, TopicPartition partition)
    {
        var kafka = new KafkaPartitionLog(consumer, log);
        var opener = new PartitionOpener(store, kafka, id, metrics, logs.CreateLogger<PartitionOpener>());
        var objects = new ObjectWriter(store, new PartitionKeys(partition.Topic, partition.Partition.Value));
        return new PartitionWriter(partition, opener, objects, kafka, retries, options, time, metrics);
    }

    [LoggerMessage(LogLevel.Information, "Topics {Topics} of cluster {Cluster} go to {Store}")]
    private partial void LogStarting(string cluster, Uri store, string topics);

    [LoggerMessage(LogLevel.Information, "The sink has stopped")]
    private partial void LogStopped();

    [LoggerMessage(LogLevel.Critical, "The sink stops")]
    private partial void LogFailed(Exception failure);
}
