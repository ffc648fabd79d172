using NJsonSchema;
using NJsonSchema.References;

namespace Ingest.KafkaProxy.Schemas.Json;

/// <summary>Finds what a schema refers to among the schemas that were registered as its references, and nowhere else.</summary>
/// <remarks>The library's own resolver would fetch any address, and read any file, that a client names.</remarks>
internal sealed class KnownReferences(JsonSchemaAppender appender, IReadOnlyDictionary<string, string> references) : JsonReferenceResolver(appender)
{
    /// <summary>What relative references are relative to; nothing is there.</summary>
    public const string BaseUrl = "http://registry.invalid/schema.json";

    /// <inheritdoc/>
    public override Task<IJsonReference> ResolveFileReferenceAsync(string filePath, CancellationToken cancellationToken = default) => FindAsync(filePath, cancellationToken);

    /// <inheritdoc/>
    public override Task<IJsonReference> ResolveUrlReferenceAsync(string url, CancellationToken cancellationToken = default) => FindAsync(url, cancellationToken);

    private async Task<IJsonReference> FindAsync(string address, CancellationToken cancellation)
    {
        var name = references.Keys.FirstOrDefault(known => address == known || address.EndsWith("/" + known, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"It refers to {address}, which is none of its references.");
        return await JsonSchema.FromJsonAsync(
            references[name], BaseUrl, root => new KnownReferences(new JsonSchemaAppender(root, new DefaultTypeNameGenerator()), references), cancellation);
    }
}
