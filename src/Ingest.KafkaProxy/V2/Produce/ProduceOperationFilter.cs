using System.Text.Json.Nodes;
using Ingest.KafkaProxy.Wire;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Describes the body, which no parameter shows, with examples that can be sent as they are.</summary>
internal sealed class ProduceOperationFilter : IOperationFilter
{
    private const string JsonBody = """{"records":[{"key":"user-1","value":{"index":1,"action":"click"}}]}""";
    private const string BinaryBody = """{"records":[{"key":"dXNlci0x","value":"aGVsbG8="}]}""";
    private const string AvroBody = """{"value_schema":"{\"type\":\"record\",\"name\":\"Click\",\"fields\":[{\"name\":\"page\",\"type\":\"string\"}]}","records":[{"value":{"page":"/"}}]}""";
    private const string JsonSchemaBody = """{"value_schema":"{\"type\":\"object\",\"required\":[\"page\"]}","records":[{"value":{"page":"/"}}]}""";
    private const string Answer = """{"offsets":[{"partition":0,"offset":100,"error_code":null,"error":null}],"key_schema_id":null,"value_schema_id":null}""";
    private const string Refusal = """{"error_code":422,"message":"There are no records. Expected {\"records\":[{\"value\":{…}}]}."}""";

    private static readonly (string Status, string Description)[] Refusals =
    [
        ("400", "The body is not JSON, or something in it has the wrong JSON type."),
        ("403", "Not allowed to write to the topic."),
        ("413", "The body or the number of records is over the limit."),
        ("415", "The Content-Type names no embedded format that is available."),
        ("422", "The body is well formed, but is no produce request."),
        ("503", "Too much is in flight; Retry-After says when to try again."),
    ];

    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        if (!context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<ProduceDescription>().Any())
        {
            return;
        }

        operation.Description =
            "HTTP 200 says that every record has an outcome: look at each entry's error_code. " +
            "50003: the same record may be stored later; 50002: it will not.";
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [MediaTypes.V2Json] = Example(JsonBody),
                [MediaTypes.V2Binary] = Example(BinaryBody),
                [MediaTypes.Json] = Example(JsonBody),
                [MediaTypes.V2Avro] = Example(AvroBody),
                [MediaTypes.V2JsonSchema] = Example(JsonSchemaBody),
            },
        };
        operation.Responses = new() { ["200"] = Response("Each record's outcome, in the order of the request.", Answer) };
        foreach (var (status, description) in Refusals)
        {
            operation.Responses[status] = Response(description, Refusal);
        }
    }

    private static OpenApiResponse Response(string description, string example) => new()
    {
        Description = description,
        Content = new Dictionary<string, IOpenApiMediaType> { [MediaTypes.V2] = Example(example) },
    };

    private static OpenApiMediaType Example(string json) => new()
    {
        Schema = new OpenApiSchema { Type = JsonSchemaType.Object },
        Example = JsonNode.Parse(json),
    };
}
