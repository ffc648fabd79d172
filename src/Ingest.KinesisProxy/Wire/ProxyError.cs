namespace Ingest.KinesisProxy.Wire;

/// <summary>An answer that refuses: its status, and Kinesis' own name for the reason.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">The name of the error, as <c>__type</c>.</param>
/// <param name="Message">The reason, for the caller.</param>
/// <param name="RetryAfterSeconds">When the same request may succeed later: how long to wait.</param>
internal sealed record ProxyError(int Status, string Type, string Message, int? RetryAfterSeconds = null)
{
    public static ProxyError Validation(string message) =>
        new(StatusCodes.Status400BadRequest, "ValidationException", message);

    public static ProxyError Malformed(string message) =>
        new(StatusCodes.Status400BadRequest, "SerializationException", message);

    public static ProxyError TooLarge(string message) =>
        new(StatusCodes.Status413PayloadTooLarge, "RequestEntityTooLargeException", message);

    public static ProxyError Unavailable(string message) =>
        new(StatusCodes.Status503ServiceUnavailable, "ServiceUnavailableException", message, RetryAfterSeconds: 1);

    public static ProxyError Internal { get; } =
        new(StatusCodes.Status500InternalServerError, "InternalFailure", "The proxy failed; its log says why.");
}
