using Microsoft.Extensions.Options;

namespace Ingest.Api.Records.Routes;

/// <summary>The routes of all configured sources.</summary>
internal sealed class SourceRoutes(IOptions<RoutingOptions> options)
{
    private readonly IReadOnlyDictionary<string, SourceRoute> _routes = RouteCompiler.Compile(options.Value).Routes;

    /// <summary>The sources' names, in order.</summary>
    public IReadOnlyList<string> Names => [.. _routes.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The route of a source; null when it is not known. Case matters, as in every path.</summary>
    public SourceRoute? Find(string source) => _routes.GetValueOrDefault(source);
}
