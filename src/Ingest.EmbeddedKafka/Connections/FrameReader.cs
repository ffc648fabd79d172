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
            await FillAsync(frame.Buffer, stopping);
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

    private async ValueTask FillAsync(Memory<byte> frame, CancellationToken stopping)
    {
        using var late = new CancellationTokenSource(options.RequestReceiveMax, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            while (frame.Length > 0)
            {
                var read = await input.ReadAsync(ended.Token);
                var part = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, frame.Length));
                part.CopyTo(frame.Span);
                frame = frame[(int)part.Length..];
                input.AdvanceTo(part.End);
                if (read.IsCompleted && frame.Length > 0)
                {
                    throw new MalformedRequestException($"The connection ended {frame.Length} bytes before its request.");
                }
            }
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            throw new MalformedRequestException($"{frame.Length} bytes of a request did not come within {options.RequestReceiveMax}.");
        }
    }
}

/// <summary>A request's bytes, in memory until it is disposed.</summary>
internal sealed class Frame(int length, ByteBudget ofConnection, ByteBudget ofAll) : IDisposable
{
    private byte[]? _rented = ArrayPool<byte>.Shared.Rent(length);

    public Memory<byte> Buffer => _rented.AsMemory(0, length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } rented)
        {
            ArrayPool<byte>.Shared.Return(rented);
            ofConnection.Release(length);
            ofAll.Release(length);
        }
    }
}
