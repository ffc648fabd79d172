using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>DescribeGroups: state and members.</summary>
internal sealed class DescribeGroupsApi(GroupCoordinator groups) : KafkaApi(ApiKey.DescribeGroups, oldest: 0, newest: 5, flexibleFrom: 5)
{
    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var wanted = body.ReadArray(group => group.ReadString());
        var authorized = version >= 3 && body.ReadBoolean() ? AuthorizedOperations.OfGroup : AuthorizedOperations.NotAsked;
        if (version >= 1)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteArray(wanted, (writer, id) => Write(writer, version, id, groups.Find(id)?.State, authorized));
        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }

    private static void Write(KafkaWriter writer, short version, string id, Group? group, int authorized)
    {
        // What is not there is described as dead, as Kafka does it in these versions.
        var (state, type, protocol, members) = ("Dead", "", "", (GroupMember[])[]);
        if (group is not null)
        {
            lock (group.Gate)
            {
                (state, type, protocol, members) = ($"{group.State}", group.ProtocolType ?? "", group.State == GroupState.Stable ? group.Protocol ?? "" : "", [.. group.Members]);
            }
        }

        writer.WriteError(KafkaError.None);
        writer.WriteString(id);
        writer.WriteString(state);
        writer.WriteString(type);
        writer.WriteString(protocol);
        writer.WriteArray(members, (item, member) =>
        {
            item.WriteString(member.Id);
            if (version >= 4)
            {
                item.WriteString(member.InstanceId);
            }

            item.WriteString(member.Joined.ClientId);
            item.WriteString(member.Joined.ClientHost);
            item.WriteBytes(protocol.Length > 0 ? member.MetadataOf(protocol) : []);
            item.WriteBytes(protocol.Length > 0 ? member.Assignment : []);
            item.WriteTaggedFields();
        });
        if (version >= 3)
        {
            writer.WriteInt32(authorized);
        }

        writer.WriteTaggedFields();
    }
}
