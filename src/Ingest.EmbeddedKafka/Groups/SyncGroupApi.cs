using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>SyncGroup: the leader brings the assignment, every member takes its part.</summary>
internal sealed class SyncGroupApi(GroupCoordinator groups) : KafkaApi(ApiKey.SyncGroup, oldest: 0, newest: 5, flexibleFrom: 4)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var (group, generation, member) = (body.ReadString(), body.ReadInt32(), body.ReadString());
        var instance = version >= 3 ? body.ReadNullableString() : null;
        var type = version >= 5 ? body.ReadNullableString() : null;
        var name = version >= 5 ? body.ReadNullableString() : null;
        var assignments = body.ReadArray(assignment =>
        {
            var read = KeyValuePair.Create(assignment.ReadString(), assignment.ReadBytes().ToArray());
            assignment.SkipTaggedFields();
            return read;
        });

        var outcome = await groups.SyncAsync(
            group, member, instance, generation, (type, name), assignments.DistinctBy(assignment => assignment.Key).ToDictionary(), request.Cancellation);
        if (version >= 1)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteError(outcome.Error);
        if (version >= 5)
        {
            answer.WriteString(outcome.ProtocolType);
            answer.WriteString(outcome.Protocol);
        }

        answer.WriteBytes(outcome.Assignment);
        answer.WriteTaggedFields();
        return Task.CompletedTask;
    }
}
