using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.KafkaProxy.Wire;

/// <summary>Gives the names in a path a value to try; only the cluster's id has to be looked up, at <c>/v3/clusters</c>.</summary>
internal sealed class PathExamples : IParameterFilter
{
    private static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["topic"] = "orders",
        ["partition"] = "0",
        ["group"] = "shop",
        ["instance"] = "reader",
        ["broker"] = "1",
        ["name"] = "retention.ms",
    };

    public void Apply(IOpenApiParameter parameter, ParameterFilterContext context)
    {
        if (parameter is OpenApiParameter { In: ParameterLocation.Path } path && Examples.TryGetValue(path.Name ?? "", out var example))
        {
            path.Example = example;
        }
    }
}
