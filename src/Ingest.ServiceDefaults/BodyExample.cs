using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.ServiceDefaults;

/// <summary>Metadata of an endpoint: a body that it takes, as an example for the OpenAPI document.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Json">The body.</param>
public sealed record BodyExample(string ContentType, string Json);

/// <summary>Describes a body that no parameter shows.</summary>
internal sealed class BodyExampleFilter : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<BodyExample>().LastOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    [body.ContentType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = JsonNode.Parse(body.Json) },
                },
            };
        }
    }
}
