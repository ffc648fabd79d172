using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Connections;

/// <summary>A request on its way to its answer.</summary>
/// <param name="Request">The request.</param>
/// <param name="Frame">Its bytes.</param>
/// <param name="Answer">The answer, complete when <paramref name="Done"/> is.</param>
/// <param name="Done">Fails by a fault of the broker.</param>
/// <param name="Started">When it had come, for the metric.</param>
internal sealed record Exchange(KafkaRequest Request, Frame Frame, KafkaWriter Answer, Task Done, long Started) : IDisposable
{
    private const int LengthBytes = sizeof(int);

    /// <summary>Begins an answer: room for its length, then the header, in which ApiVersions alone never has tagged fields.</summary>
    public static KafkaWriter BeginAnswer(RequestHeader header, bool flexible)
    {
        var answer = new KafkaWriter(flexible && header.Key != ApiKey.ApiVersions);
        answer.WriteInt32(0);
        answer.WriteInt32(header.CorrelationId);
        answer.WriteTaggedFields();
        answer.Flexible = flexible;
        return answer;
    }

    /// <summary>The answer's bytes, now that their number is known.</summary>
    public ReadOnlyMemory<byte> Complete()
    {
        Answer.PatchInt32(0, Answer.Length - LengthBytes);
        return Answer.Written;
    }

    public void Dispose()
    {
        Answer.Dispose();
        Frame.Dispose();
    }
}
