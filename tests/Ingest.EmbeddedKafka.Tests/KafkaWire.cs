using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Tests;

/// <summary>A client that sends one request after the other in any version, over a real socket.</summary>
internal sealed class KafkaWire : IDisposable
{
    private readonly TcpClient _socket = new();
    private int _correlation;

    public KafkaWire(string address)
    {
        _socket.Connect(IPEndPoint.Parse(address));
        _socket.ReceiveTimeout = 20_000;
    }

    public NetworkStream Stream => _socket.GetStream();

    /// <summary>A request's bytes, with its length before it.</summary>
    public static byte[] Frame(ApiKey key, short version, int correlation, bool flexible, Action<KafkaWriter> body)
    {
        using var writer = new KafkaWriter(flexible: false);
        writer.WriteInt32(0);
        writer.WriteInt16((short)key);
        writer.WriteInt16(version);
        writer.WriteInt32(correlation);
        writer.WriteString("wire");
        writer.Flexible = flexible;
        writer.WriteTaggedFields();
        body(writer);
        writer.PatchInt32(0, writer.Length - sizeof(int));
        return writer.Written.ToArray();
    }

    /// <summary>Sends a request and gives the answer's body.</summary>
    public async Task<KafkaReader> AskAsync(ApiKey key, short version, bool flexible, Action<KafkaWriter> body)
    {
        await Stream.WriteAsync(Frame(key, version, ++_correlation, flexible, body));
        return await AnswerAsync(flexible && key != ApiKey.ApiVersions, flexible);
    }

    /// <summary>Reads the next answer.</summary>
    /// <exception cref="EndOfStreamException">The broker closed the connection instead.</exception>
    public async Task<KafkaReader> AnswerAsync(bool flexibleHeader = false, bool flexible = false)
    {
        var length = new byte[sizeof(int)];
        await Stream.ReadExactlyAsync(length, TestContext.Current.CancellationToken);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await Stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken);
        var reader = new KafkaReader(answer, flexibleHeader);
        Assert.Equal(_correlation == 0 ? BinaryPrimitives.ReadInt32BigEndian(answer) : _correlation, reader.ReadInt32());
        reader.SkipTaggedFields();
        reader.Flexible = flexible;
        return reader;
    }

    public void Dispose() => _socket.Dispose();
}
