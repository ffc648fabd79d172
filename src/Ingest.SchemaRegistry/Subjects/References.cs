using Ingest.SchemaRegistry.Storage;

namespace Ingest.SchemaRegistry.Subjects;

/// <summary>Finds who refers to a schema.</summary>
internal static class References
{
    /// <summary>The versions that refer to a version and are not hidden.</summary>
    public static IEnumerable<SchemaVersion> To(RegistryState state, string subject, int version) => state.AllVersions().Where(
        other => !other.IsDeleted && other.Content.References.Any(reference => reference.Subject == subject && reference.Version == version));
}
