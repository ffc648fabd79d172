using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Confluent.Kafka;
using static Ingest.EmbeddedKafka.ConfluentClient.Session;

namespace Ingest.EmbeddedKafka.ConfluentClient;

/// <summary>What no client library sends: a Produce of version 3 whose batch does not have its checksum.</summary>
internal static class CorruptBatch
{
    public static async Task SendAsync(Session session)
    {
        var topic = await session.TopicAsync("corrupt");
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPEndPoint.Parse(session.Broker));
        var stream = socket.GetStream();
        await stream.WriteAsync(Request(topic));
        var answer = new byte[4];
        await stream.ReadExactlyAsync(answer);
        answer = new byte[BinaryPrimitives.ReadInt32BigEndian(answer)];
        await stream.ReadExactlyAsync(answer);

        // Correlation id, one topic with its name, one partition with its number: then the error.
        var error = (ErrorCode)BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(4 + 4 + 2 + topic.Length + 4 + 4));
        Expect(error == ErrorCode.NoError ? 1 : 0, session.ReadAll(topic).Count, "records stored");
        if (error != ErrorCode.NoError)
        {
            throw new KafkaException(error);
        }
    }

    private static byte[] Request(string topic)
    {
        var batch = Batch();
        return Framed(
        [
            .. Int16(0), .. Int16(3), .. Int32(7), .. Text("corrupt"), // Produce, version 3
            .. Int16(-1), .. Int16(-1), .. Int32(5000), // no transaction, acks all, time-out
            .. Int32(1), .. Text(topic), .. Int32(1), .. Int32(0), .. Int32(batch.Length), .. batch,
        ]);
    }

    private static byte[] Batch()
    {
        byte[] record = [0, 0, 0, 1, 2, (byte)'v', 0]; // attributes, time and offset delta 0, no key, value "v", no headers
        byte[] records = [(byte)(record.Length * 2), .. record];
        byte[] body =
        [
            .. Int16(0), .. Int32(0), .. Int64(1000), .. Int64(1000), .. Int64(-1), .. Int16(-1), .. Int32(-1), .. Int32(1), .. records,
        ];
        return [.. Int64(0), .. Int32(4 + 1 + 4 + body.Length), .. Int32(-1), 2, .. Int32(12345), .. body];
    }

    private static byte[] Framed(byte[] request) => [.. Int32(request.Length), .. request];

    private static byte[] Text(string text) => [.. Int16((short)text.Length), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] Int16(short value) => [(byte)(value >> 8), (byte)value];

    private static byte[] Int32(int value) => [.. Int16((short)(value >> 16)), .. Int16((short)value)];

    private static byte[] Int64(long value) => [.. Int32((int)(value >> 32)), .. Int32((int)value)];
}
