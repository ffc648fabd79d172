using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Partitions;

/// <summary>InitProducerId: gives an idempotent producer an id that nobody had before, not even before a restart.</summary>
internal sealed class InitProducerIdApi(TopicCatalog topics) : KafkaApi(ApiKey.InitProducerId, oldest: 0, newest: 4, flexibleFrom: 2)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var transactional = request.Body.ReadNullableString() is not null;

        // A client refuses to go on at once with this code, whatever it is; with one that can be tried again it would wait.
        var error = transactional ? KafkaError.TransactionalIdAuthorizationFailed : KafkaError.None;
        answer.WriteInt32(0); // throttled by no time
        answer.WriteError(error);

        // A producer that asks for another epoch gets another id: that serves it as well (KIP-360), and there is nothing to fence.
        answer.WriteInt64(transactional ? -1 : await topics.NextProducerIdAsync());
        answer.WriteInt16((short)(transactional ? -1 : 0));
        answer.WriteTaggedFields();
        return Task.CompletedTask;
    }
}
