using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>ListGroups, by state from version 4 on and by type from version 5 on.</summary>
internal sealed class ListGroupsApi(GroupCoordinator groups) : KafkaApi(ApiKey.ListGroups, oldest: 0, newest: 5, flexibleFrom: 3)
{
    private const string Classic = "classic";

    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        var states = version >= 4 ? body.ReadArray(state => state.ReadString()) : [];
        var types = version >= 5 ? body.ReadArray(type => type.ReadString()) : [];
        var listed = groups.All.Select(Describe)
            .Where(group => states.Count == 0 || states.Contains(group.State, StringComparer.OrdinalIgnoreCase))
            .Where(_ => types.Count == 0 || types.Contains(Classic, StringComparer.OrdinalIgnoreCase))
            .ToArray();
        if (version >= 1)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteError(KafkaError.None);
        answer.WriteArray(listed, (writer, group) =>
        {
            writer.WriteString(group.Id);
            writer.WriteString(group.ProtocolType);
            if (version >= 4)
            {
                writer.WriteString(group.State);
            }

            if (version >= 5)
            {
                writer.WriteString(Classic);
            }

            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }

    private static (string Id, string ProtocolType, string State) Describe(CoordinatedGroup group)
    {
        lock (group.State.Gate)
        {
            return (group.State.Id, group.State.ProtocolType ?? "", $"{group.State.State}");
        }
    }
}
