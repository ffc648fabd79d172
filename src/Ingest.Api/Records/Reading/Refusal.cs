namespace Ingest.Api.Records.Reading;

/// <summary>Why nothing of a request was sent.</summary>
/// <param name="Status">The HTTP status: 400 not JSON, 404, 405, 408, 413 too much, 415, 422 JSON that is no such record, 503 busy.</param>
/// <param name="Message">The reason, for the caller.</param>
/// <param name="Record">The record at fault, counted from 0; null when it is none.</param>
/// <param name="Field">Its field at fault.</param>
internal sealed record Refusal(int Status, string Message, int? Record = null, string? Field = null)
{
    public static Refusal Malformed(string message, int? record = null) => new(StatusCodes.Status400BadRequest, message, record);

    public static Refusal Unfit(string message, int? record = null, string? field = null) =>
        new(StatusCodes.Status422UnprocessableEntity, message, record, field);

    public static Refusal TooLarge(string message, int? record = null) => new(StatusCodes.Status413PayloadTooLarge, message, record);
}

/// <summary>Ends the reading of a request; the endpoint answers with the refusal.</summary>
internal sealed class RefusedException(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;
}
