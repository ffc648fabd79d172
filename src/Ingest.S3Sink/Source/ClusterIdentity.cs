using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Ingest.S3Sink.Source;

/// <summary>Asks the brokers who they are.</summary>
internal sealed class ClusterIdentity(IAdminClient admin, SinkOptions options)
{
    private static readonly DescribeClusterOptions Limits = new() { RequestTimeout = TimeSpan.FromSeconds(5) };

    /// <summary>The cluster's id, or the name configured for one that has none.</summary>
    /// <exception cref="SinkStoppedException">It has none and no name is configured.</exception>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<string> ReadAsync()
    {
        var id = (await admin.DescribeClusterAsync(Limits)).ClusterId;
        return (string.IsNullOrEmpty(id) ? options.ClusterName : id)
            ?? throw new SinkStoppedException("The cluster tells no id of its own; name it (S3Sink:ClusterName), so that the sink can tell clusters apart.");
    }
}
