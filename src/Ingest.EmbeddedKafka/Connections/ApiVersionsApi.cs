using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Connections;

/// <summary>ApiVersions: what is served, in which versions. The first request of every client, before it knows what is served.</summary>
internal sealed class ApiVersionsApi(ApiTable apis) : KafkaApi(ApiKey.ApiVersions, oldest: 0, newest: 4, flexibleFrom: 3)
{
    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer)
    {
        // Which software the client is, from version 3 on, changes nothing.
        Write(answer, request.Version, KafkaError.None);
        return new(Task.CompletedTask);
    }

    /// <summary>Answers a version that is not served in version 0, which every client can read: it asks again in one that is (KIP-511).</summary>
    public void AnswerUnknownVersion(KafkaWriter answer) => Write(answer, 0, KafkaError.UnsupportedVersion);

    private void Write(KafkaWriter answer, short version, KafkaError error)
    {
        answer.WriteError(error);
        answer.WriteArray([.. apis.All], (writer, api) =>
        {
            writer.WriteInt16((short)api.Key);
            writer.WriteInt16(api.Oldest);
            writer.WriteInt16(api.Newest);
            writer.WriteTaggedFields();
        });
        if (version >= 1)
        {
            answer.WriteInt32(0); // throttled by no time
        }

        answer.WriteTaggedFields();
    }
}
