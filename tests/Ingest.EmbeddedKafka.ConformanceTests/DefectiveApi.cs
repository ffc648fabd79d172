using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Ingest.EmbeddedKafka.Batches;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>A defect that a broker could have, planted around an API that does not have it. It shows in topics of one name only.</summary>
internal sealed class DefectiveApi(KafkaApi sound, string topic, Func<KafkaApi, KafkaRequest, KafkaWriter, string, ValueTask<Task>> answer)
    : KafkaApi(sound.Key, sound.Oldest, sound.Newest, Enumerable.Range(sound.Oldest, sound.Newest - sound.Oldest + 2).Select(version => (short)version).FirstOrDefault(sound.IsFlexible, short.MaxValue))
{
    public override ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter writer) =>
        PositionOf(request.Body.Rest.Span, topic) is null ? sound.AnswerAsync(request, writer) : answer(sound, request, writer, topic);

    /// <summary>The batch goes nowhere, and is acknowledged: it is stored under another topic's name, which the answer hides.</summary>
    public static async ValueTask<Task> LoseBatch(KafkaApi sound, KafkaRequest request, KafkaWriter writer, string topic)
    {
        var elsewhere = new string('x', topic.Length);
        Replace(request.Body.Rest, topic, elsewhere);
        var done = await sound.AnswerAsync(request, writer);
        await done;
        Replace(writer.Written, elsewhere, topic);
        return Task.CompletedTask;
    }

    /// <summary>The batch is stored twice.</summary>
    public static async ValueTask<Task> DoubleBatch(KafkaApi sound, KafkaRequest request, KafkaWriter writer, string _)
    {
        using var unseen = new KafkaWriter(request.Body.Flexible);
        await await sound.AnswerAsync(request with { Body = new KafkaReader(request.Body.Rest.ToArray(), request.Body.Flexible) }, unseen);
        return await sound.AnswerAsync(request, writer);
    }

    /// <summary>The answer says another offset than the one it is stored at.</summary>
    public static async ValueTask<Task> AnswerWrongOffset(KafkaApi sound, KafkaRequest request, KafkaWriter writer, string topic)
    {
        await await sound.AnswerAsync(request, writer);
        var offset = MemoryMarshal.AsMemory(writer.Written).Span[(BehindName(writer.Written.Span, topic, request.Body.Flexible) + sizeof(int) + sizeof(short))..];
        BinaryPrimitives.WriteInt64BigEndian(offset, BinaryPrimitives.ReadInt64BigEndian(offset) + 1);
        return Task.CompletedTask;
    }

    /// <summary>A commit is answered and an older offset stored.</summary>
    public static ValueTask<Task> KeepStaleCommit(KafkaApi sound, KafkaRequest request, KafkaWriter writer, string topic)
    {
        var offset = MemoryMarshal.AsMemory(request.Body.Rest).Span[(BehindName(request.Body.Rest.Span, topic, request.Body.Flexible) + sizeof(int))..];
        BinaryPrimitives.WriteInt64BigEndian(offset, Math.Max(0, BinaryPrimitives.ReadInt64BigEndian(offset) - 2));
        return sound.AnswerAsync(request, writer);
    }

    /// <summary>A batch whose checksum does not hold is stored with one that does.</summary>
    public static ValueTask<Task> AcceptBadChecksum(KafkaApi sound, KafkaRequest request, KafkaWriter writer, string topic)
    {
        var batch = MemoryMarshal.AsMemory(request.Body.Rest).Span[(BehindName(request.Body.Rest.Span, topic, request.Body.Flexible) + sizeof(int) + sizeof(int))..];
        BinaryPrimitives.WriteUInt32BigEndian(batch[17..], Crc32C.Of(batch[21..]));
        return sound.AnswerAsync(request, writer);
    }

    /// <summary>Where the first partition of a topic begins: behind its name and the number of partitions.</summary>
    private static int BehindName(ReadOnlySpan<byte> bytes, string topic, bool flexible) =>
        PositionOf(bytes, topic)!.Value + topic.Length + (flexible ? 1 : sizeof(int));

    private static int? PositionOf(ReadOnlySpan<byte> bytes, string topic) => bytes.IndexOf(Encoding.UTF8.GetBytes(topic)) is >= 0 and var at ? at : null;

    private static void Replace(ReadOnlyMemory<byte> bytes, string name, string by)
    {
        while (PositionOf(bytes.Span, name) is { } at)
        {
            Encoding.UTF8.GetBytes(by, MemoryMarshal.AsMemory(bytes).Span[at..]);
        }
    }
}
