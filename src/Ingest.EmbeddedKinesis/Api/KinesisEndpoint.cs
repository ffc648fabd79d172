using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary><c>POST /</c>: JSON 1.1, the action in the header <c>X-Amz-Target</c>. Signatures are not looked at.</summary>
internal sealed partial class KinesisEndpoint : IDisposable
{
    private const string TargetPrefix = "Kinesis_20131202.";
    private const string JsonContentType = "application/x-amz-json-1.1";
    private const string PlainJsonContentType = "application/json";
    private const string GetRecords = "GetRecords";
    private const int PermitBytes = 1 << 10;

    /// <summary>Answers are never part of a page, so '+' and letters beyond ASCII may stand as they are.</summary>
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<string, ActionHandler> _actions;
    private readonly EmbeddedKinesisOptions _options;
    private readonly KinesisMetrics _metrics;
    private readonly ILogger _log;
    private readonly ConcurrencyLimiter _bodies;

    public KinesisEndpoint(
        StreamActions streams,
        ListActions lists,
        PutActions puts,
        ReadActions reads,
        IOptions<EmbeddedKinesisOptions> options,
        KinesisMetrics metrics,
        ILogger<KinesisEndpoint> log)
    {
        (_options, _metrics, _log) = (options.Value, metrics, log);
        _actions = new(StringComparer.Ordinal)
        {
            ["CreateStream"] = (request, _, cancellation) => streams.CreateStreamAsync(request, cancellation),
            ["DeleteStream"] = (request, _, cancellation) => streams.DeleteStreamAsync(request, cancellation),
            ["DescribeStream"] = AtOnce(streams.DescribeStream),
            ["DescribeStreamSummary"] = AtOnce(streams.DescribeStreamSummary),
            ["ListStreams"] = AtOnce(lists.ListStreams),
            ["ListShards"] = AtOnce(lists.ListShards),
            ["PutRecord"] = puts.PutRecordAsync,
            ["PutRecords"] = puts.PutRecordsAsync,
            ["GetShardIterator"] = AtOnce(reads.GetShardIterator),
            [GetRecords] = AtOnce(reads.GetRecords),
        };
        _bodies = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = (int)(_options.BodiesBytesMax / PermitBytes),
            QueueLimit = (int)(_options.WaitingBodiesBytesMax / PermitBytes),
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
    }

    public void Dispose() => _bodies.Dispose();

    public async Task HandleAsync(HttpContext context)
    {
        var requestId = Guid.NewGuid().ToString();
        context.Response.Headers["x-amzn-RequestId"] = requestId;
        context.Response.ContentType = ContentTypeOf(context.Request) ?? JsonContentType;
        var action = "unknown";
        using var answer = new AnswerBuffer();
        try
        {
            var handler = FindAction(context.Request, out action);
            await RunAsync(context, action, handler, answer);
            _metrics.Answered(action);
        }
        catch (KinesisException refused)
        {
            _metrics.Answered(action, refused.Type);
            await RefuseAsync(context, refused);
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; nobody is there to be answered.
            return;
        }
        catch (BadHttpRequestException)
        {
            throw; // The connection's own fault, which Kestrel answers.
        }
        catch (Exception failure)
        {
            LogFailed(failure, action, requestId);
            _metrics.Answered(action, KinesisException.InternalFailure);
            await RefuseAsync(context, new KinesisException(KinesisException.InternalFailure, null, StatusCodes.Status500InternalServerError));
            return;
        }

        context.Response.ContentLength = answer.Written.Length;
        await context.Response.BodyWriter.WriteAsync(answer.Written, context.RequestAborted);
    }

    /// <summary>An action that waits for nothing.</summary>
    private static ActionHandler AtOnce(Action<KinesisRequest, Utf8JsonWriter> action) => (request, answer, _) =>
    {
        action(request, answer);
        return Task.CompletedTask;
    };

    private static string? ContentTypeOf(HttpRequest request)
    {
        var type = request.ContentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        return type.Equals(JsonContentType, StringComparison.OrdinalIgnoreCase) ? JsonContentType
            : type.Equals(PlainJsonContentType, StringComparison.OrdinalIgnoreCase) ? PlainJsonContentType
            : null;
    }

    private ActionHandler FindAction(HttpRequest request, out string action)
    {
        action = "unknown";
        if (ContentTypeOf(request) is null)
        {
            throw KinesisException.UnknownOperation(StatusCodes.Status404NotFound);
        }

        var target = request.Headers["X-Amz-Target"].ToString();
        if (!target.StartsWith(TargetPrefix, StringComparison.Ordinal) || !_actions.TryGetValue(target[TargetPrefix.Length..], out var handler))
        {
            throw KinesisException.UnknownOperation();
        }

        action = target[TargetPrefix.Length..];
        return handler;
    }

    private async Task RunAsync(HttpContext context, string action, ActionHandler handler, AnswerBuffer answer)
    {
        var bytes = action == GetRecords ? _options.RequestBytesMax : Math.Min(context.Request.ContentLength ?? long.MaxValue, _options.RequestBytesMax);
        using var turn = await _bodies.AcquireAsync((int)((bytes + PermitBytes - 1) / PermitBytes), context.RequestAborted);
        if (!turn.IsAcquired)
        {
            context.Response.Headers.RetryAfter = "1";
            throw KinesisException.Busy();
        }

        using var body = await RequestBody.ReadAsync(context.Request, _options.RequestBytesMax);
        var json = new Utf8JsonWriter(answer, Json);
        await using (json)
        {
            await handler(RequestParser.Parse(body.Bytes), json, context.RequestAborted);
        }
    }

    private static async Task RefuseAsync(HttpContext context, KinesisException refused)
    {
        context.Response.StatusCode = refused.Status;
        using var body = new AnswerBuffer();
        var json = new Utf8JsonWriter(body, Json);
        await using (json)
        {
            json.WriteStartObject();
            json.WriteString("__type", refused.Type);
            if (refused.Text is { } text)
            {
                json.WriteString(refused.TextMember, text);
            }

            json.WriteEndObject();
        }

        context.Response.ContentLength = body.Written.Length;
        await context.Response.BodyWriter.WriteAsync(body.Written, context.RequestAborted);
    }

    [LoggerMessage(20, LogLevel.Error, "{Action} failed; request {RequestId}")]
    private partial void LogFailed(Exception failure, string action, string requestId);
}

/// <summary>Does one action and writes its answer; an action without one writes nothing.</summary>
internal delegate Task ActionHandler(KinesisRequest request, Utf8JsonWriter answer, CancellationToken cancellation);
