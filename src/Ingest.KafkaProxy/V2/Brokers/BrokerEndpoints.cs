using Ingest.KafkaProxy.Kafka;

namespace Ingest.KafkaProxy.V2.Brokers;

/// <summary>The proxy's root, and the brokers behind it.</summary>
internal sealed class BrokerEndpoints(KafkaIdentities identities)
{
    /// <summary>Says only that the proxy answers, as REST Proxy's root does; <c>/healthz/ready</c> asks the broker.</summary>
    public static Task GetRootAsync(HttpContext context) => MetadataAnswer.WriteAsync(context, new EmptyAnswer());

    public async Task ListBrokersAsync(HttpContext context)
    {
        var metadata = await identities.Of(context).Cluster.DescribeAsync();
        await MetadataAnswer.WriteAsync(context, new BrokersAnswer([.. metadata.Brokers.Select(broker => broker.BrokerId).Order()]));
    }
}
