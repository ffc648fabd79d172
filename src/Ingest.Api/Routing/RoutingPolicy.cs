using Ingest.Api.Access;

namespace Ingest.Api.Routing;

/// <summary>Says where a request goes, or why nowhere. Pure: the same method, path and rules give the same decision.</summary>
/// <remarks>
/// A route is judged by its decoded path, and exactly that path is forwarded. A path that a proxy might read in another way (empty or
/// dot segments, encoded slashes) is refused, because what is judged open here could be administrative there. Case matters: a proxy
/// that ignores it never sees the other spellings of an administrative route, since what is not known as open is closed.
/// </remarks>
internal static class RoutingPolicy
{
    /// <param name="method">The request's method, as sent.</param>
    /// <param name="path">The request's path, percent-decoded but for <c>%2F</c>, as ASP.NET Core gives it.</param>
    /// <param name="rules">What is configured.</param>
    public static RouteDecision Decide(string method, string path, RoutingRules rules)
    {
        var segments = path.Split('/');
        if (segments is not ["", _, ..])
        {
            return new NotThere();
        }

        var hasStage = segments.Length > 2 && rules.Stages.Contains(segments[1]);
        var rest = segments.AsSpan(hasStage ? 2 : 1);
        if (rest is [_, .., ""])
        {
            rest = rest[..^1];
        }

        if (Ambiguity(rest) is { } reason)
        {
            return new AmbiguousPath(SurfaceOf(segments), reason);
        }

        if (Surfaces.Find(rest[0]) is not { } surface || (surface == Surface.Worker && !rules.HasWorker))
        {
            return new NotThere();
        }

        if (surface == Surface.Records)
        {
            return rest is [_, var source] ? new TakeRecords(source!) : new NotThere();
        }

        return !rules.AdminRoutes && !OpenRoutes.Contains(surface, method, rest)
            ? new Closed(surface)
            : new ForwardTo(surface, "/" + string.Join('/', rest!), hasStage ? "/" + segments[1] : "");
    }

    private static string? Ambiguity(ReadOnlySpan<string> segments)
    {
        if (segments is [""])
        {
            return null;
        }

        foreach (var segment in segments)
        {
            if (segment is "" or "." or "..")
            {
                return "The path has an empty or a dot segment.";
            }

            if (segment.Contains("%2f", StringComparison.OrdinalIgnoreCase) || segment.Contains('\\', StringComparison.Ordinal) || segment.Any(char.IsControl))
            {
                return "The path has an encoded slash, a backslash or a control character.";
            }
        }

        return null;
    }

    /// <summary>The first segment that names a surface decides how the refusal looks.</summary>
    private static Surface SurfaceOf(string[] segments) =>
        segments.Select(Surfaces.Find).FirstOrDefault(surface => surface is not null) ?? Surface.Kafka;
}
