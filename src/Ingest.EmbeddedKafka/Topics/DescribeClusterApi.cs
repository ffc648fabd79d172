using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>DescribeCluster: the one broker there is.</summary>
internal sealed class DescribeClusterApi(TopicCatalog topics, Func<Advertised> broker) : KafkaApi(ApiKey.DescribeCluster, oldest: 0, newest: 1, flexibleFrom: 0)
{
    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        answer.WriteInt32(0); // throttled by no time
        answer.WriteError(KafkaError.None);
        answer.WriteString(null); // no error, no message
        if (request.Version >= 1)
        {
            answer.WriteInt8(1); // the endpoint is a broker's
        }

        answer.WriteString(topics.ClusterId);
        answer.WriteInt32(Advertised.NodeId); // controller
        answer.WriteArray(new[] { broker() }, (writer, node) =>
        {
            writer.WriteInt32(Advertised.NodeId);
            writer.WriteString(node.Host);
            writer.WriteInt32(node.Port);
            writer.WriteString(null); // rack
            writer.WriteTaggedFields();
        });
        answer.WriteInt32(int.MinValue); // authorized operations are not told: there is no authorizer
        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }
}
