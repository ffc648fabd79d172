using System.Collections.Immutable;
using NJsonSchema;
using NJsonSchema.References;

namespace Ingest.Schemas;

/// <summary>Finds what a schema refers to among the schemas that were registered as its references, and nowhere else.</summary>
/// <remarks>The library's own resolver would fetch any address, and read any file, that a client names.</remarks>
/// <param name="appender">The library's.</param>
/// <param name="references">The schemas' text by their names.</param>
/// <param name="open">The names of those that are being parsed around this one.</param>
internal sealed class KnownReferences(JsonSchemaAppender appender, IReadOnlyDictionary<string, string> references, ImmutableHashSet<string> open) : JsonReferenceResolver(appender)
{
    /// <summary>What relative references are relative to; nothing is there.</summary>
    private const string BaseUrl = "http://registry.invalid/schema.json";

    public static Task<JsonSchema> ParseAsync(string text, IReadOnlyDictionary<string, string> references, CancellationToken cancellation) =>
        ParseAsync(text, references, [], cancellation);

    private static Task<JsonSchema> ParseAsync(string text, IReadOnlyDictionary<string, string> references, ImmutableHashSet<string> open, CancellationToken cancellation) =>
        JsonSchema.FromJsonAsync(text, BaseUrl, root => new KnownReferences(new JsonSchemaAppender(root, new DefaultTypeNameGenerator()), references, open), cancellation);

    /// <inheritdoc/>
    public override Task<IJsonReference> ResolveFileReferenceAsync(string filePath, CancellationToken cancellationToken = default) => FindAsync(filePath, cancellationToken);

    /// <inheritdoc/>
    public override Task<IJsonReference> ResolveUrlReferenceAsync(string url, CancellationToken cancellationToken = default) => FindAsync(url, cancellationToken);

    private async Task<IJsonReference> FindAsync(string address, CancellationToken cancellation)
    {
        var name = references.Keys.FirstOrDefault(known => address == known || address.EndsWith("/" + known, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"It refers to {address}, which is none of its references.");
        return open.Contains(name)
            ? throw new InvalidOperationException($"The reference {name} leads back to itself.")
            : await ParseAsync(references[name], references, open.Add(name), cancellation);
    }
}
