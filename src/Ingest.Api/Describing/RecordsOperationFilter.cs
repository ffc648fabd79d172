using System.Text.Json.Nodes;
using Ingest.Api.Records.Routes;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.Api.Describing;

/// <summary>Describes <c>POST /records/{source}</c> with the configured sources to choose from and a body that can be sent as it is.</summary>
internal sealed class RecordsOperationFilter(SourceRoutes routes) : IOperationFilter
{
    private const string Record = """{"index":7528,"ind":7528,"title":"Paper lanterns","category":"diy-and-crafts"}""";

    private const string Answer =
        """{"stored":1,"records":[{"status":"stored","batch":{"status":"stored","topic":"demo.pin","partition":0,"offset":0},"stream":{"status":"stored","stream":"streaming-demo-pin","shardId":"shardId-000000000000","sequenceNumber":"49590338271490256608559692538361571095921575989136588898"}}]}""";

    private const string Partly =
        """{"stored":0,"records":[{"status":"partial","batch":{"status":"stored","topic":"demo.pin","partition":0,"offset":0},"stream":{"status":"failed","stream":"streaming-demo-pin","code":"Unreachable","message":"The Kinesis proxy cannot be reached. Nothing was sent.","retry":true}}]}""";

    private const string Refused = """{"error_code":422,"message":"records[0].index is missing. It is the record's key.","record":0,"field":"index"}""";

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (!context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<RecordsDescription>().Any())
        {
            return;
        }

        operation.Summary = "Route records to batch, stream or both";
        operation.Description =
            "An object, an array of objects, or an object a line. One outcome per record, in the order of the request, each with one per destination. " +
            "A record is stored when all of its destinations took it. Send again only what is not, and only where `retry` is true; " +
            "what is `unknown` may be stored twice then.";
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                ["application/json"] = Example(JsonNode.Parse($"[{Record}]")),
                ["application/x-ndjson"] = Example(JsonValue.Create($"{Record}\n")),
            },
        };
        foreach (var source in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            source.Description = "A source of Routing:Sources.";
            source.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Enum = routes.Names.Count > 0 ? [.. routes.Names.Select(name => (JsonNode)name)] : null };
        }

        operation.Responses = new OpenApiResponses
        {
            ["200"] = Response("All records are stored.", Answer),
            ["207"] = Response("Not all are stored, but something is.", Partly),
            ["404"] = Response("No such source; the known ones are listed.", """{"error_code":404,"message":"There is no source 'x'.","sources":["pin"]}"""),
            ["4XX"] = Response("The request is at fault, with the record and the field; nothing was sent. 422 also says that no destination will take any of the records.", Refused),
            ["503"] = new OpenApiResponse { Description = "Nothing is known to be stored; Retry-After says when to try again." },
        };
    }

    private static OpenApiResponse Response(string description, string example) => new()
    {
        Description = description,
        Content = new Dictionary<string, IOpenApiMediaType> { ["application/json"] = Example(JsonNode.Parse(example)) },
    };

    private static OpenApiMediaType Example(JsonNode? example) => new() { Schema = new OpenApiSchema(), Example = example };
}
