using Amazon.Runtime;

namespace Ingest.KinesisProxy.Wire;

/// <summary>What a failed call of Kinesis means: for the caller, and for whether to send it again.</summary>
internal static class KinesisFailures
{
    // The proxy's own credentials are at fault, not the caller's request.
    private static readonly HashSet<string> OfTheProxy = new(StringComparer.Ordinal)
    {
        "AccessDeniedException", "ExpiredTokenException", "IncompleteSignature", "IncompleteSignatureException",
        "InvalidClientTokenId", "InvalidSignatureException", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "OptInRequired", "UnrecognizedClientException",
    };

    private static readonly HashSet<string> Throttles = new(StringComparer.Ordinal)
    {
        "KMSThrottlingException", "LimitExceededException", "ProvisionedThroughputExceededException",
        "Throttling", "ThrottlingException",
    };

    /// <summary>A failure of the call to Kinesis, as against a bug of ours.</summary>
    public static bool IsOfTheCall(Exception failure) => failure
        is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or InvalidDataException
        or TimeoutException or OperationCanceledException;

    /// <summary>Whether the same call may succeed later.</summary>
    public static bool IsPassing(Exception failure) => failure switch
    {
        // The answer came, but says nothing: what was asked for is probably done, and asking again would repeat it.
        AmazonUnmarshallingException or InvalidDataException => false,
        AmazonServiceException { ErrorCode: { } code } when Throttles.Contains(code) => true,
        AmazonServiceException refusal => !IsRefusal(refusal),
        _ => true,
    };

    /// <summary>Whether a record's own error may pass. Those that Kinesis documents both do.</summary>
    public static bool IsPassing(string recordErrorCode) =>
        !OfTheProxy.Contains(recordErrorCode)
        && recordErrorCode is not ("InvalidArgumentException" or "ValidationException" or "ResourceNotFoundException");

    /// <summary>Whether Kinesis may have done what it was asked although the call failed: its answer was lost.</summary>
    public static bool MayBeDone(Exception failure) => failure switch
    {
        AmazonServiceException refusal when IsRefusal(refusal) => false,
        AmazonClientException or TimeoutException => false,
        _ => !NeverConnected(failure),
    };

    /// <summary>The answer to a caller whose call failed for good.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="stream">The stream it was about; null when it was about none.</param>
    public static ProxyError ToError(Exception failure, string? stream)
    {
        if (failure is not AmazonServiceException refusal || !IsRefusal(refusal))
        {
            return ProxyError.Unavailable(About(stream) + Reason(failure));
        }

        var message = stream is null || refusal.Message.Contains($"tream {stream} ", StringComparison.Ordinal)
            ? refusal.Message
            : About(stream) + refusal.Message;
        return refusal.ErrorCode switch
        {
            var code when OfTheProxy.Contains(code) => new(
                StatusCodes.Status502BadGateway, code, $"Kinesis refused the proxy's own credentials: {message}"),
            var code when Throttles.Contains(code) => Throttled(code, message),
            var code => new(StatusCodes.Status400BadRequest, code, message),
        };
    }

    /// <summary>The answer to a caller whose only record failed for good.</summary>
    public static ProxyError ToError(string recordErrorCode, string message) => recordErrorCode switch
    {
        var code when Throttles.Contains(code) => Throttled(code, message),
        var code when IsPassing(code) => ProxyError.Unavailable(message),
        var code when OfTheProxy.Contains(code) => new(StatusCodes.Status502BadGateway, code, message),
        var code => new(StatusCodes.Status400BadRequest, code, message),
    };

    private static bool IsRefusal(AmazonServiceException failure) => (int)failure.StatusCode is >= 400 and < 500;

    private static bool NeverConnected(Exception? failure) => failure switch
    {
        null => false,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError } => true,
        _ => NeverConnected(failure.InnerException),
    };

    private static string Reason(Exception failure) => failure switch
    {
        OperationCanceledException => "Kinesis did not answer in time.",
        TimeoutException => failure.Message,
        _ => $"Kinesis did not give a usable answer: {failure.Message}",
    };

    private static ProxyError Throttled(string code, string message) =>
        new(StatusCodes.Status429TooManyRequests, code, message, RetryAfterSeconds: 1);

    private static string About(string? stream) => stream is null ? "" : $"Stream {stream}: ";
}
