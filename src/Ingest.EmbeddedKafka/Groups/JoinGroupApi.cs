using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>JoinGroup: answered when all members have joined, or their time is up.</summary>
internal sealed class JoinGroupApi(GroupCoordinator groups) : KafkaApi(ApiKey.JoinGroup, oldest: 0, newest: 9, flexibleFrom: 6)
{
    /// <summary>What a member may tell the leader, in bytes. The largest subscriptions are far below it.</summary>
    private const int MetadataBytesMax = 1 << 20;
    private const short IdFirstFrom = 4;
    private const short SkipFrom = 9;

    public override async ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (group, joining) = Read(request);
        var outcome = joining.Protocols.Sum(protocol => (long)protocol.Metadata.Length) > MetadataBytesMax
            ? new JoinOutcome(KafkaError.InvalidRequest, joining.MemberId)
            : await groups.JoinAsync(group, joining, idFirst: request.Version >= IdFirstFrom, maySkip: request.Version >= SkipFrom, request.Cancellation);
        Write(answer, request.Version, outcome);
        return Task.CompletedTask;
    }

    private static (string Group, Joining Joining) Read(KafkaRequest request)
    {
        var (body, version) = (request.Body, request.Version);
        var group = body.ReadString();
        var session = TimeSpan.FromMilliseconds(body.ReadInt32());
        var rebalance = version >= 1 ? TimeSpan.FromMilliseconds(body.ReadInt32()) : session;
        var member = body.ReadString();
        var instance = version >= 5 ? body.ReadNullableString() : null;
        var type = body.ReadString();
        var protocols = body.ReadArray(protocol =>
        {
            var read = new GroupProtocol(protocol.ReadString(), protocol.ReadBytes().ToArray());
            protocol.SkipTaggedFields();
            return read;
        });

        // The reason, from version 8 on, is for the log of a broker that keeps one.
        return (group, new Joining(member, instance, request.ClientId ?? "", request.ClientHost, session, rebalance, type, protocols));
    }

    private static void Write(KafkaWriter answer, short version, JoinOutcome outcome)
    {
        if (version >= 2)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteError(outcome.Error);
        answer.WriteInt32(outcome.Generation);
        if (version >= 7)
        {
            answer.WriteString(outcome.ProtocolType);
        }

        answer.WriteString(outcome.Protocol ?? (version >= 7 ? null : ""));
        answer.WriteString(outcome.Leader);
        if (version >= 9)
        {
            answer.WriteBoolean(outcome.SkipAssignment);
        }

        answer.WriteString(outcome.MemberId);
        answer.WriteArray(outcome.Members, (writer, member) =>
        {
            writer.WriteString(member.MemberId);
            if (version >= 5)
            {
                writer.WriteString(member.InstanceId);
            }

            writer.WriteBytes(member.Metadata);
            writer.WriteTaggedFields();
        });
        answer.WriteTaggedFields();
    }
}
