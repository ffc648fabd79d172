using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Ingest.S3Sink.Source;

/// <summary>Asks the brokers who they are.</summary>
internal sealed class ClusterIdentity(IAdminClient admin, SinkOptions options)
{
    private static readonly DescribeClusterOptions Limits = new() { RequestTimeout = TimeSpan.FromSeconds(5) };

    /// <summary>The configured name, or else the id that the cluster tells.</summary>
    /// <exception cref="SinkStoppedException">It tells none and no name is configured.</exception>
    /// <exception cref="KafkaException">No broker answered.</exception>
    public async Task<string> ReadAsync(CancellationToken cancellation)
    {
        if (options.ClusterName is { Length: > 0 } name)
        {
            return name;
        }

        var cluster = await admin.DescribeClusterAsync(Limits).WaitAsync(cancellation);
        return cluster.ClusterId is { Length: > 0 } id
            ? id
            : throw new SinkStoppedException("The cluster tells no id of its own; name it (S3Sink:ClusterName), so that the sink can tell clusters apart.");
    }
}
