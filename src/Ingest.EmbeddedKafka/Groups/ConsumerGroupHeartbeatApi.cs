using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>ConsumerGroupHeartbeat, of the group protocol of KIP-848, which is not served: refused as Kafka does it when that is switched off.</summary>
/// <remarks>Not to advertise it would leave a client of librdkafka waiting for a coordinator that knows it.</remarks>
internal sealed class ConsumerGroupHeartbeatApi() : KafkaApi(ApiKey.ConsumerGroupHeartbeat, oldest: 0, newest: 1, flexibleFrom: 0)
{
    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        answer.WriteInt32(0); // throttled by no time
        answer.WriteError(KafkaError.UnsupportedVersion);
        answer.WriteString("The group protocol of KIP-848 is not served; set group.protocol=classic.");
        answer.WriteString(null); // member id
        answer.WriteInt32(0); // member epoch
        answer.WriteInt32(0); // heartbeat interval
        answer.WriteInt8(-1); // no assignment
        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }
}
