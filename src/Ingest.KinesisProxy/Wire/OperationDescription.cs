using Microsoft.AspNetCore.Http.Metadata;

namespace Ingest.KinesisProxy.Wire;

/// <summary>What the OpenAPI document says about a route, with a body that can be tried as it is, and the answer.</summary>
internal sealed record OperationDescription(string Summary, string Description, string? ExampleBody, string? ExampleAnswer)
    : IEndpointSummaryMetadata, IEndpointDescriptionMetadata;
