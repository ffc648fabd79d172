using System.IO.Pipelines;
using System.Threading.Channels;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Connections;

/// <summary>One client's connection: requests in, answers out in their order.</summary>
internal sealed partial class KafkaConnection(
    IDuplexPipe transport, FrameReader frames, ApiTable apis, string client, ConnectionMetrics metrics, ILogger logger)
{
    /// <summary>Requests that may be under way; their bytes are limited besides.</summary>
    private const int UnderWayMax = 100;

    private readonly Channel<Exchange> _underWay = Channel.CreateBounded<Exchange>(new BoundedChannelOptions(UnderWayMax) { SingleReader = true, SingleWriter = true });
    private Task _last = Task.CompletedTask;

    /// <summary>Serves the connection until the client ends it, or what comes makes no sense, or the broker stops.</summary>
    /// <param name="closed">The client has closed its side: it waits for nothing any more, but what it sent before is to be read.</param>
    /// <param name="stopping">The broker stops.</param>
    public async Task RunAsync(CancellationToken closed, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ended.Token, closed);
        var sending = SendAsync(ended);
        try
        {
            while (await frames.ReadAsync(ended.Token) is { } frame)
            {
                await BeginAsync(frame, patience.Token);
            }
        }
        catch (MalformedRequestException malformed)
        {
            metrics.Refused();
            LogMalformed(client, malformed.Message);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException)
        {
            // The client is gone, or the broker stops: what was begun is finished and, if anybody is there, answered.
        }

        // Whoever waits for records or members on this connection need not any longer.
        await ended.CancelAsync();
        _underWay.Writer.Complete();
        await sending;
    }

    private async Task BeginAsync(Frame frame, CancellationToken patience)
    {
        KafkaWriter? answer = null;
        try
        {
            var started = metrics.Start();
            var reader = new KafkaReader(frame.Bytes, flexible: false);
            var (header, api) = RequestHeader.Read(reader, apis);
            answer = Exchange.BeginAnswer(header, reader.Flexible);
            LogRequest(client, header.Key, header.Version, header.CorrelationId, header.ClientId, frame.Bytes.Length);
            var request = new KafkaRequest(header.Key, header.Version, header.ClientId, client, reader, patience);
            if (api is ApiVersionsApi versions && header.Version > versions.Newest)
            {
                versions.AnswerUnknownVersion(answer);
                await PassOnAsync(new Exchange(request, frame, answer, Task.CompletedTask, started));
                return;
            }

            if (header.Key != ApiKey.Produce && !_last.IsCompleted)
            {
                await Task.WhenAny(_last); // whose failure is its own
            }

            _last = await AnswerAsync(api, request, answer);
            await PassOnAsync(new Exchange(request, frame, answer, _last, started));
        }
        catch
        {
            answer?.Dispose();
            frame.Dispose();
            throw;
        }
    }

    /// <summary>A fault of the broker is no fault of the request: it ends the connection when its turn to be answered comes.</summary>
    private static async ValueTask<Task> AnswerAsync(KafkaApi api, KafkaRequest request, KafkaWriter answer)
    {
        try
        {
            return await api.AnswerAsync(request, answer);
        }
        catch (Exception failure) when (failure is not MalformedRequestException && !(failure is OperationCanceledException && request.Cancellation.IsCancellationRequested))
        {
            return Task.FromException(failure);
        }
    }

    private ValueTask PassOnAsync(Exchange exchange) => _underWay.Writer.WriteAsync(exchange, CancellationToken.None);

    private async Task SendAsync(CancellationTokenSource ended)
    {
        var broken = false;
        await foreach (var exchange in _underWay.Reader.ReadAllAsync())
        {
            using (exchange)
            {
                broken = !await TrySendAsync(exchange, broken);
            }

            if (broken)
            {
                // No answer may follow one that is missing. What is under way is finished all the same.
                await ended.CancelAsync();
            }
        }
    }

    private async Task<bool> TrySendAsync(Exchange exchange, bool broken)
    {
        try
        {
            await exchange.Done;
            metrics.Answered(exchange.Request.Key, exchange.Started);
            if (!broken && !exchange.Request.WithoutAnswer)
            {
                var sent = await transport.Output.WriteAsync(exchange.Complete());
                return !sent.IsCompleted && !sent.IsCanceled;
            }

            return !broken;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false; // the client is gone, and what it asked for is done or given up; nobody is there to be told
        }
        catch (Exception failure)
        {
            metrics.Failed(exchange.Request.Key);
            LogFailed(failure, client, exchange.Request.Key, exchange.Request.Version, exchange.Request.ClientId);
            return false;
        }
    }

    [LoggerMessage(32, LogLevel.Trace, "{Client}: {Api} version {Version}, {CorrelationId}, of client id {ClientId}, {Bytes} bytes")]
    private partial void LogRequest(string client, ApiKey api, short version, int correlationId, string? clientId, int bytes);

    [LoggerMessage(30, LogLevel.Warning, "Closed the connection of {Client}: {Reason}")]
    private partial void LogMalformed(string client, string reason);

    [LoggerMessage(31, LogLevel.Error, "Closed the connection of {Client}: {Api} version {Version} of client id {ClientId} failed")]
    private partial void LogFailed(Exception failure, string client, ApiKey api, short version, string? clientId);
}
