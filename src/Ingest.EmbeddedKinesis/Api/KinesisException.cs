namespace Ingest.EmbeddedKinesis.Api;

/// <summary>A request refused: what the client is told, in the service's types and words.</summary>
internal sealed class KinesisException(string type, string? message, int status = StatusCodes.Status400BadRequest) : Exception(message ?? type)
{
    public const string InternalFailure = "InternalFailure";
    private const string Serialization = "SerializationException";

    public string Type { get; } = type;

    public string? Text { get; } = message;

    public int Status { get; } = status;

    /// <summary>The service capitalizes the member in answers of its deserializer, and only there.</summary>
    public string TextMember => Type == Serialization ? "Message" : "message";

    public static KinesisException Unreadable(string? message) => new(Serialization, message);

    public static KinesisException Invalid(string message) => new("InvalidArgumentException", message);

    public static KinesisException Validation(string message) => new("ValidationException", message);

    public static KinesisException UnknownOperation(int status = StatusCodes.Status400BadRequest) => new("UnknownOperationException", null, status);

    public static KinesisException NotFound(string message) => new("ResourceNotFoundException", message);

    public static KinesisException InUse(string message) => new("ResourceInUseException", message);

    public static KinesisException LimitExceeded(string message) => new("LimitExceededException", message);

    public static KinesisException TooLarge(long bytesMax) =>
        new("RequestEntityTooLargeException", $"The request's body exceeds {bytesMax} bytes.", StatusCodes.Status413PayloadTooLarge);

    public static KinesisException Busy() =>
        new("ServiceUnavailable", "Too many bytes of requests are waiting. Try again.", StatusCodes.Status503ServiceUnavailable);
}
