using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.KafkaProxy.Wire;

/// <summary>A body that an endpoint takes, as an example for the OpenAPI document.</summary>
internal sealed record BodyExample(string ContentType, string Json);

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

/// <summary>Endpoints with bodies to show.</summary>
internal static class BodyExamples
{
    public static RouteHandlerBuilder WithBody(this RouteHandlerBuilder route, string json) => route.WithMetadata(new BodyExample(MediaTypes.V2, json));
}
