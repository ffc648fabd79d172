namespace Ingest.KinesisProxy.Wire;

/// <summary>Sets a route's description.</summary>
internal static class OperationDescriptions
{
    public static void Describe(
        this RouteHandlerBuilder route, string summary, string description, string? exampleBody = null, string? exampleAnswer = null) =>
        route.WithMetadata(new OperationDescription(summary, description, exampleBody, exampleAnswer)).WithTags("Streams");
}
