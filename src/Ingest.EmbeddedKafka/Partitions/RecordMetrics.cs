using System.Diagnostics.Metrics;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>What goes in and out of partitions.</summary>
internal sealed partial class RecordMetrics(Meter meter, ILogger<RecordMetrics> logger)
{
    private readonly Counter<long> _produced = meter.CreateCounter<long>("ingest.embedded_kafka.produced.bytes", "By", "Bytes of record batches that clients sent.");
    private readonly Counter<long> _fetched = meter.CreateCounter<long>("ingest.embedded_kafka.fetched.bytes", "By", "Bytes of record batches that clients were given.");
    private readonly Counter<long> _failed = meter.CreateCounter<long>("ingest.embedded_kafka.append.failures", "{batch}", "Batches that the disk did not take.");

    public void Produced(int bytes) => _produced.Add(bytes);

    public void Fetched(int bytes) => _fetched.Add(bytes);

    public void Failed(Exception failure, string topic, int partition)
    {
        _failed.Add(1);
        LogFailed(failure, topic, partition);
    }

    [LoggerMessage(25, LogLevel.Error, "{Topic}-{Partition}: a batch was not stored")]
    private partial void LogFailed(Exception failure, string topic, int partition);
}
