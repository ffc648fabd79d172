using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>FindCoordinator: this broker, for every group.</summary>
internal sealed class FindCoordinatorApi(Func<Advertised> broker) : KafkaApi(ApiKey.FindCoordinator, oldest: 0, newest: 4, flexibleFrom: 3)
{
    private const sbyte Group = 0, Transaction = 1;

    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        var (body, version) = (request.Body, request.Version);
        IReadOnlyList<string> keys = version < 4 ? [body.ReadString()] : [];
        var type = version >= 1 ? body.ReadInt8() : Group;
        keys = version >= 4 ? body.ReadArray(key => key.ReadString()) : keys;
        if (version >= 1)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        if (version >= 4)
        {
            answer.WriteArray(keys, (writer, key) =>
            {
                var error = ErrorOf(type, key);
                writer.WriteString(key);
                WriteNode(writer, error);
                writer.WriteError(error);
                writer.WriteString(MessageOf(error));
                writer.WriteTaggedFields();
            });
        }
        else
        {
            var error = ErrorOf(type, keys[0]);
            answer.WriteError(error);
            if (version >= 1)
            {
                answer.WriteString(MessageOf(error));
            }

            WriteNode(answer, error);
        }

        answer.WriteTaggedFields();
        return new(Task.CompletedTask);
    }

    /// <summary>There are no transactions. Of the codes that could say so, this one makes clients give up at once; others they try again.</summary>
    private static KafkaError ErrorOf(sbyte type, string key) => type switch
    {
        Group => key.Length == 0 ? KafkaError.InvalidGroupId : KafkaError.None,
        Transaction => KafkaError.TransactionalIdAuthorizationFailed,
        _ => KafkaError.InvalidRequest,
    };

    private static string? MessageOf(KafkaError error) => error switch
    {
        KafkaError.None => null,
        KafkaError.TransactionalIdAuthorizationFailed => "Transactions are not supported.",
        KafkaError.InvalidGroupId => "The group has no name.",
        _ => "Only groups have a coordinator here.",
    };

    private void WriteNode(KafkaWriter writer, KafkaError error)
    {
        var (host, port) = broker();
        writer.WriteInt32(error == KafkaError.None ? Advertised.NodeId : -1);
        writer.WriteString(error == KafkaError.None ? host : "");
        writer.WriteInt32(error == KafkaError.None ? port : -1);
    }
}
