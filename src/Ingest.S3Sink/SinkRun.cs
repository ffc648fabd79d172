using Confluent.Kafka;
using Ingest.ObjectStore;
using Ingest.S3Sink.Consuming;
using Ingest.S3Sink.Plans;
using Ingest.S3Sink.Source;
using Ingest.S3Sink.Writing;

namespace Ingest.S3Sink;

/// <summary>What the sink does: proves the store, asks the cluster who it is, then polls on a thread of its own until told to stop.</summary>
internal sealed partial class SinkRun(
    IObjectStore store, ClusterIdentity cluster, PollLoop loop, Retries retries, SinkOptions options, TimeProvider time,
    SinkMetrics metrics, SinkState state, KafkaClients clients, ILoggerFactory logs, ILogger<SinkRun> log)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        await retries.RunAsync("Proving the store", async token => { await store.ProveCreateOnlyAsync(token); return true; }, stopping);
        var id = await retries.RunAsync("Asking the cluster for its id", token => cluster.ReadAsync(token), stopping);
        LogStarting(id, store.Uri, options.TopicsPattern);
        state.Started();

        var consumer = clients.Consumer(options);
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
}
