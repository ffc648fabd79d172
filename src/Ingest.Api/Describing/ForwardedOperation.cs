namespace Ingest.Api.Describing;

/// <summary>What the OpenAPI document says of a forwarded route. It describes; it decides nothing.</summary>
internal sealed record ForwardedOperation(string Summary, string Description, string? ContentType, string? Request, string Answer);
