using Yarp.ReverseProxy.Forwarder;

namespace Ingest.Api.Forwarding;

/// <summary>What to answer when forwarding failed.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Message">What the client is told.</param>
/// <param name="IsProxys">Whether the proxy is at fault: worth a log entry, a metric and Retry-After.</param>
internal sealed record ForwardFailure(int Status, string Message, bool IsProxys)
{
    /// <summary>Sorts by what is known of the request: not sent, perhaps done, or never fit to be sent. Pure.</summary>
    /// <remarks>For a client that is still there: what was cancelled was cancelled by the connection behind the gateway.</remarks>
    public static ForwardFailure Classify(ForwarderError error, Exception? exception)
    {
        if (Chain(exception).OfType<BadHttpRequestException>().FirstOrDefault() is { } bad)
        {
            return new ForwardFailure(bad.StatusCode, bad.Message, IsProxys: false);
        }

        return error switch
        {
            ForwarderError.Request when IsNotConnected(exception) =>
                new ForwardFailure(StatusCodes.Status503ServiceUnavailable, "The service behind the gateway cannot be reached. Nothing was sent to it.", true),
            ForwarderError.RequestTimedOut or ForwarderError.RequestBodyDestination when Chain(exception).OfType<TimeoutException>().Any() => TimedOut,
            ForwarderError.RequestTimedOut => TimedOut,
            ForwarderError.ResponseBodyClient or ForwarderError.ResponseBodyCanceled =>
                new ForwardFailure(StatusCodes.Status502BadGateway, "The client did not take the answer.", IsProxys: false),

            // RequestBodyClient too: what a client did wrong is a BadHttpRequestException, above. Without one its body was not read to
            // the end because the connection behind broke meanwhile, and a 400 would say that nothing was carried out.
            _ => new ForwardFailure(
                StatusCodes.Status502BadGateway, "The connection to the service behind the gateway broke. The request may have been carried out.", true),
        };
    }

    private static ForwardFailure TimedOut { get; } =
        new(StatusCodes.Status504GatewayTimeout, "The service behind the gateway did not answer in time. The request may have been carried out.", true);

    private static bool IsNotConnected(Exception? exception) => Chain(exception).OfType<HttpRequestException>().Any(failure => failure.HttpRequestError
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError);

    private static IEnumerable<Exception> Chain(Exception? exception) => exception switch
    {
        null => [],
        AggregateException many => many.InnerExceptions.SelectMany(Chain),
        _ => Chain(exception.InnerException).Prepend(exception),
    };
}
