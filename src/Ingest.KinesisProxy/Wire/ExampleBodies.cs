using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.KinesisProxy.Wire;

/// <summary>Writes the examples into the document: the handlers read and write JSON themselves, so nothing else tells its shape.</summary>
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
        operation.Responses["200"] = new OpenApiResponse
        {
            Description = description.ExampleAnswer is null ? "Done; there is no body." : "The answer of Kinesis.",
            Content = description.ExampleAnswer is { } answer ? Content(answer, SchemaOf(JsonNode.Parse(answer)!)) : null,
        };
        operation.Responses["400"] = new OpenApiResponse { Description = """Refused: {"__type","message"}; the message names the field.""" };
        operation.Responses["503"] = new OpenApiResponse { Description = "Kinesis did not answer, or the proxy is full; try again after Retry-After seconds." };
        if (description.ExampleBody is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody { Content = Content(body, new OpenApiSchema { Type = JsonSchemaType.Object }) };
        }
    }

    private static Dictionary<string, IOpenApiMediaType> Content(string example, OpenApiSchema schema) => new()
    {
        ["application/json"] = new OpenApiMediaType { Schema = schema, Example = JsonNode.Parse(example) },
    };

    /// <summary>The shape of an example; entries of a list may have any property that one of them shows.</summary>
    private static OpenApiSchema SchemaOf(JsonNode example) => example switch
    {
        JsonObject shown => new OpenApiSchema { Type = JsonSchemaType.Object, Properties = PropertiesOf([shown]) },
        JsonArray list when list.All(entry => entry is JsonObject) => new OpenApiSchema
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema { Type = JsonSchemaType.Object, Properties = PropertiesOf(list.Cast<JsonObject>()) },
        },
        JsonArray list => new OpenApiSchema { Type = JsonSchemaType.Array, Items = SchemaOf(list[0]!) },
        _ => new OpenApiSchema
        {
            Type = example.GetValueKind() switch
            {
                JsonValueKind.String => JsonSchemaType.String,
                JsonValueKind.Number => JsonSchemaType.Number,
                _ => JsonSchemaType.Boolean,
            },
        },
    };

    private static Dictionary<string, IOpenApiSchema> PropertiesOf(IEnumerable<JsonObject> entries) =>
        entries.SelectMany(entry => entry).DistinctBy(property => property.Key)
            .ToDictionary(property => property.Key, IOpenApiSchema (property) => SchemaOf(property.Value!));
}
