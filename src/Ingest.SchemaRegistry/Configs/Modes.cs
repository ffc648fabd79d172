using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Wire;

namespace Ingest.SchemaRegistry.Configs;

/// <summary>Modes: whether schemas can be registered, and whether with ids of their own.</summary>
internal static class Modes
{
    public const string ReadWrite = "READWRITE";
    public const string ReadOnly = "READONLY";
    public const string Import = "IMPORT";

    /// <summary>The mode that counts for a subject.</summary>
    public static string Of(RegistryState state, string subject) => state.ModeOf(subject) ?? state.ModeOf(null) ?? ReadWrite;

    /// <exception cref="RegistryException">422/42204: it is none.</exception>
    public static string Read(ModeBody request) =>
        request.Mode?.ToUpperInvariant() is ReadWrite or ReadOnly or Import ? request.Mode.ToUpperInvariant() : throw new RegistryException(RegistryError.InvalidMode);

    /// <exception cref="RegistryException">422/42205: the subject cannot be changed.</exception>
    public static void CheckWritable(RegistryState state, string subject)
    {
        if (Of(state, subject) == ReadOnly)
        {
            throw new RegistryException(RegistryError.NotPermitted($"Subject {subject} is in read-only mode"));
        }
    }

    /// <exception cref="RegistryException">422/42205: a schema cannot be registered, or not with, or without, an id.</exception>
    public static void CheckRegister(RegistryState state, string subject, int? version, int? id)
    {
        CheckWritable(state, subject);
        var imports = Of(state, subject) == Import;
        if (imports && id is null)
        {
            throw new RegistryException(RegistryError.NotPermitted($"Subject {subject} is in import mode: a schema needs its id."));
        }

        if (!imports && (id is not null || version is not null))
        {
            throw new RegistryException(RegistryError.NotPermitted($"Subject {subject} is not in import mode"));
        }
    }
}
