namespace Ingest.Api.Routing;

/// <summary>What the configuration says about routes.</summary>
internal sealed record RoutingRules(IReadOnlySet<string> Stages, bool AdminRoutes, bool HasWorker)
{
    public static RoutingRules From(GatewayOptions options) =>
        new(options.EffectiveStages.ToHashSet(StringComparer.Ordinal), options.AdminRoutes, options.WorkerUrl is not null);
}
