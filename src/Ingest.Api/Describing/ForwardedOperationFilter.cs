using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.Api.Describing;

/// <summary>Writes a <see cref="ForwardedOperation"/> into the OpenAPI document: a forwarded route has no types to read it from.</summary>
internal sealed class ForwardedOperationFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ForwardedOperation>().FirstOrDefault() is not { } described)
        {
            return;
        }

        operation.Summary = described.Summary;
        operation.Description = described.Description;
        operation.RequestBody = described.ContentType is null || described.Request is null ? null : new OpenApiRequestBody
        {
            Required = true,
            Content = Content(described.ContentType, described.Request),
        };
        operation.Responses = new OpenApiResponses
        {
            ["200"] = new OpenApiResponse { Description = "An outcome, or one per record.", Content = Content("application/json", described.Answer) },
            ["4XX"] = new OpenApiResponse { Description = "The request is at fault; the message says why. Nothing was stored." },
            ["503"] = new OpenApiResponse { Description = "The service behind the gateway is away. Retry-After says when to try again." },
        };
    }

    private static Dictionary<string, IOpenApiMediaType> Content(string type, string example) => new()
    {
        [type] = new OpenApiMediaType { Schema = new OpenApiSchema(), Example = JsonNode.Parse(example) },
    };
}
