namespace Ingest.Api.Routing;

/// <summary>What is to be done with a request.</summary>
internal abstract record RouteDecision;

/// <summary>Forward it.</summary>
/// <param name="Surface">Where to.</param>
/// <param name="Path">The path there, decoded, without stage and trailing slash: exactly what was judged.</param>
/// <param name="Prefix">The stage that was dropped, with its slash, or empty.</param>
internal sealed record ForwardTo(Surface Surface, string Path, string Prefix) : RouteDecision
{
    /// <summary><see cref="Path"/> for a request line. A percent sign is text here, so it is encoded too.</summary>
    public string EncodedPath => new PathString(Path.Replace("%", "%25", StringComparison.Ordinal)).ToUriComponent();

    /// <summary>Whether it is v3's streamed produce: one request that a client may keep open for hours, record by record.</summary>
    public bool IsStreamedProduce =>
        Path.StartsWith("/v3/", StringComparison.Ordinal) && Path.EndsWith("/records", StringComparison.Ordinal);
}

/// <summary>Take the records of this source, whatever the method; the path has no segment behind it.</summary>
internal sealed record TakeRecords(string Source) : RouteDecision;

/// <summary>It is administrative, and those routes are closed.</summary>
internal sealed record Closed(Surface Surface) : RouteDecision;

/// <summary>Gateway and proxy might read the path differently.</summary>
internal sealed record AmbiguousPath(Surface Surface, string Reason) : RouteDecision;

/// <summary>Nothing is there.</summary>
internal sealed record NotThere : RouteDecision;
