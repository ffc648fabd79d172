using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Connections;

/// <summary>Takes requests off a connection: a length, then as many bytes.</summary>
internal sealed class FrameReader(PipeReader input, EmbeddedKafkaOptions options, ByteBudget ofConnection, ByteBudget ofAll, TimeProvider time)
{
    /// <summary>Kind, version, correlation id and the length of a client id.</summary>
    private const int LengthMin = 10;

    /// <summary>Waits for the next request. It is read when there is room for it.</summary>
    /// <returns>Null when the client has ended the connection between two requests.</returns>
    /// <exception cref="MalformedRequestException">What comes is no request, or it does not come.</exception>
    public async ValueTask<Frame?> ReadAsync(CancellationToken stopping)
    {
        if (await ReadLengthAsync(stopping) is not { } length)
        {
            return null;
        }

        await ofConnection.AcquireAsync(length, stopping);
        try
        {
            await ofAll.AcquireAsync(length, stopping);
        }
        catch (OperationCanceledException)
        {
            ofConnection.Release(length);
            throw;
        }

        var frame = new Frame(length, ofConnection, ofAll);
        try
        {
            await FillAsync(frame, stopping);
            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private async ValueTask<int?> ReadLengthAsync(CancellationToken stopping)
    {
        using var idle = new CancellationTokenSource(options.ConnectionIdleMax, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(idle.Token, stopping);
        try
        {
            var read = await input.ReadAtLeastAsync(sizeof(int), ended.Token);
            if (read.Buffer.Length < sizeof(int))
            {
                return read.Buffer.IsEmpty ? null : throw new MalformedRequestException("The connection ended within a length.");
            }

            var length = LengthOf(read.Buffer);
            input.AdvanceTo(read.Buffer.GetPosition(sizeof(int)));
            return length >= LengthMin && length <= options.RequestBytesMax ? length
                : throw new MalformedRequestException($"A request of {length} bytes is announced; from {LengthMin} to {options.RequestBytesMax} are allowed.");
        }
        catch (OperationCanceledException) when (idle.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            return null; // as Kafka's connections.max.idle.ms: nothing is wrong, and the client connects again when it wants something
        }
    }

    private static int LengthOf(ReadOnlySequence<byte> buffer)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        buffer.Slice(0, sizeof(int)).CopyTo(length);
        return BinaryPrimitives.ReadInt32BigEndian(length);
    }

    private async ValueTask FillAsync(Frame frame, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(options.RequestReceiveMax, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            while (frame.Missing > 0)
            {
                var read = await input.ReadAsync(ended.Token);
                var part = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, frame.Missing));
                frame.Append(part);
                input.AdvanceTo(part.End);
                if (read.IsCompleted && frame.Missing > 0)
                {
                    throw new MalformedRequestException($"The connection ended {frame.Missing} bytes before its request.");
                }
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new MalformedRequestException($"{frame.Missing} bytes of a request did not come within {options.RequestReceiveMax}.");
        }
    }
}
