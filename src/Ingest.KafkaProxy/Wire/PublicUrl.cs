namespace Ingest.KafkaProxy.Wire;

/// <summary>The address that clients reach the proxy by, for the links in its answers.</summary>
internal static class PublicUrl
{
    /// <summary><c>KafkaRest:PublicUrl</c>, or where the request went; without a slash at the end.</summary>
    public static string Of(HttpRequest request, KafkaRestOptions options) =>
        options.PublicUrl?.AbsoluteUri.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}{request.PathBase}";
}
