using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>Heartbeat: a member is alive, and hears whether it must join again.</summary>
internal sealed class HeartbeatApi(GroupCoordinator groups) : KafkaApi(ApiKey.Heartbeat, oldest: 0, newest: 4, flexibleFrom: 4)
{
    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var body = request.Body;
        var (group, generation, member) = (body.ReadString(), body.ReadInt32(), body.ReadString());
        var instance = request.Version >= 3 ? body.ReadNullableString() : null;
        if (request.Version >= 1)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteError(groups.Heartbeat(group, member, instance, generation));
        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }
}
