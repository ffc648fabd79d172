using Ingest.Api.Records.Routes;

namespace Ingest.Api.Tests.Records;

/// <summary>Routing settings as tests write them.</summary>
internal static class Routing
{
    /// <summary>Source <c>pin</c> to both destinations, without a key.</summary>
    public static (string Key, string? Value)[] Both { get; } =
    [
        ("Routing:Sources:pin:Destinations:0", "batch"),
        ("Routing:Sources:pin:Destinations:1", "stream"),
        ("Routing:Sources:pin:Topic", "{userId}.{source}"),
        ("Routing:Sources:pin:Stream", "streaming-{userId}-{source}"),
    ];

    /// <summary>Source <c>pin</c> to its stream alone.</summary>
    public static (string Key, string? Value)[] Stream { get; } =
        [("Routing:Sources:pin:Destinations:0", "stream"), ("Routing:Sources:pin:Stream", "streaming-{userId}-{source}")];

    public static (string Key, string? Value)[] Keyed { get; } = [.. Both, ("Routing:Sources:pin:KeyField", "index")];

    /// <summary>The route that options of source <c>pin</c> give; they have to hold.</summary>
    public static SourceRoute Route(SourceOptions source)
    {
        var (routes, errors) = RouteCompiler.Compile(new RoutingOptions { Sources = { ["pin"] = source } });
        Assert.Empty(errors);
        return routes["pin"];
    }
}
