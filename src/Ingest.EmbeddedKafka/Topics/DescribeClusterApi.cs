using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Topics;

/// <summary>DescribeCluster: the one broker there is.</summary>
internal sealed class DescribeClusterApi(TopicCatalog topics, Func<Advertised> broker) : KafkaApi(ApiKey.DescribeCluster, oldest: 0, newest: 1, flexibleFrom: 0)
{
    private const sbyte OfBrokers = 1, OfControllers = 2;

    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var authorized = request.Body.ReadBoolean() ? AuthorizedOperations.OfCluster : AuthorizedOperations.NotAsked;
        var endpoint = request.Version >= 1 ? request.Body.ReadInt8() : OfBrokers;
        var error = endpoint switch
        {
            OfBrokers => KafkaError.None,
            OfControllers => KafkaError.MismatchedEndpointType,
            _ => KafkaError.UnsupportedEndpointType,
        };

        answer.WriteInt32(0); // throttled by no time
        answer.WriteError(error);
        answer.WriteString(error == KafkaError.None ? null : "Brokers are served here, and no controllers.");
        if (request.Version >= 1)
        {
            answer.WriteInt8(OfBrokers);
        }

        answer.WriteString(error == KafkaError.None ? topics.ClusterId : "");
        answer.WriteInt32(error == KafkaError.None ? Advertised.NodeId : -1); // controller
        answer.WriteArray(error == KafkaError.None ? new[] { broker() } : [], (writer, node) =>
        {
            writer.WriteInt32(Advertised.NodeId);
            writer.WriteString(node.Host);
            writer.WriteInt32(node.Port);
            writer.WriteString(null); // rack
            writer.WriteTaggedFields();
        });
        answer.WriteInt32(authorized);
        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }
}
