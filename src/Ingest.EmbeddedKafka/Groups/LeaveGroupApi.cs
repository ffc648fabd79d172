using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>LeaveGroup: members leave before their session ends; several at a time from version 3 on.</summary>
internal sealed class LeaveGroupApi(GroupCoordinator groups) : KafkaApi(ApiKey.LeaveGroup, oldest: 0, newest: 5, flexibleFrom: 4)
{
    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var group = body.ReadString();
        var members = version < 3 ? [(Member: body.ReadString(), Instance: null)] : body.ReadArray(member =>
        {
            var read = (Member: member.ReadString(), Instance: member.ReadNullableString());
            _ = version >= 5 ? member.ReadNullableString() : null; // the reason
            member.SkipTaggedFields();
            return read;
        });

        var left = members.Select(member => (member.Member, member.Instance, Error: groups.Leave(group, member.Member, member.Instance))).ToArray();
        if (version >= 1)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteError(version < 3 ? left[0].Error : KafkaError.None);
        if (version >= 3)
        {
            answer.WriteArray(left, (writer, member) =>
            {
                writer.WriteString(member.Member);
                writer.WriteString(member.Instance);
                writer.WriteError(member.Error);
                writer.WriteTaggedFields();
            });
        }

        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }
}
