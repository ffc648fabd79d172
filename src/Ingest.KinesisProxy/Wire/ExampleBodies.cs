using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.KinesisProxy.Wire;

/// <summary>Writes the example into the document: the handlers read their bodies themselves, so nothing else tells it.</summary>
internal sealed class ExampleBodies : IOperationFilter
{
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        var description = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<OperationDescription>().FirstOrDefault();
        if (description is null)
        {
            return;
        }

        operation.Responses ??= [];
        operation.Responses["400"] = new OpenApiResponse { Description = """Refused: {"__type","message"}; the message names the field.""" };
        operation.Responses["503"] = new OpenApiResponse { Description = "Kinesis did not answer, or the proxy is full; try again after Retry-After seconds." };
        if (description.ExampleBody is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Content = new Dictionary<string, IOpenApiMediaType>
                {
                    ["application/json"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object }, Example = JsonNode.Parse(body) },
                },
            };
        }
    }
}
