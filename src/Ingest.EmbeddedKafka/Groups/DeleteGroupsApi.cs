using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>DeleteGroups: groups without members go, with their offsets.</summary>
internal sealed class DeleteGroupsApi(GroupCoordinator groups) : KafkaApi(ApiKey.DeleteGroups, oldest: 0, newest: 2, flexibleFrom: 2)
{
    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var wanted = request.Body.ReadArray(group => group.ReadString());
        var outcomes = new List<(string Group, KafkaError Error)>();
        foreach (var group in wanted)
        {
            outcomes.Add((group, await groups.DeleteAsync(group)));
        }

        answer.WriteInt32(0); // throttled by no time
        answer.WriteArray(outcomes, (writer, outcome) =>
        {
            writer.WriteString(outcome.Group);
            writer.WriteError(outcome.Error);
            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
        return Task.CompletedTask;
    }
}
