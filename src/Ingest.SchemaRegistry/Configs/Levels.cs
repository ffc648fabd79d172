using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Wire;

namespace Ingest.SchemaRegistry.Configs;

/// <summary>Compatibility levels: what a new schema of a subject has to be to the subject's earlier ones.</summary>
internal static class Levels
{
    /// <summary>The level where none is set.</summary>
    public const string Usual = "BACKWARD";

    private static readonly string[] All = ["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"];

    /// <summary>The level that counts for a subject.</summary>
    public static string Of(RegistryState state, string subject) => state.LevelOf(subject) ?? state.LevelOf(null) ?? Usual;

    /// <exception cref="RegistryException">422/42203: it is none.</exception>
    public static string Read(LevelRequest request) =>
        request.Compatibility?.ToUpperInvariant() is { } level && All.Contains(level) ? level : throw new RegistryException(RegistryError.InvalidLevel);
}
