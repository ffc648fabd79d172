using Ingest.KafkaProxy.Wire;
using KafkaCluster = Ingest.KafkaProxy.Kafka.Cluster;

namespace Ingest.KafkaProxy.V2.Cluster;

/// <summary>The proxy's root, and the brokers behind it.</summary>
internal sealed class ClusterEndpoints(KafkaCluster cluster)
{
    /// <summary>Says only that the proxy answers, as REST Proxy's root does; <c>/healthz/ready</c> asks the broker.</summary>
    public static Task GetRootAsync(HttpContext context) => MetadataAnswer.WriteAsync(context, new EmptyAnswer());

    public async Task ListBrokersAsync(HttpContext context)
    {
        var metadata = await cluster.DescribeAsync();
        await MetadataAnswer.WriteAsync(context, new BrokersAnswer([.. metadata.Brokers.Select(broker => broker.BrokerId).Order()]));
    }
}

/// <summary>The ids of all brokers.</summary>
internal sealed record BrokersAnswer(IReadOnlyList<int> Brokers);

/// <summary><c>{}</c>.</summary>
internal sealed record EmptyAnswer;
