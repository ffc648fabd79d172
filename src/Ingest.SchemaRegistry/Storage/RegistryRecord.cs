namespace Ingest.SchemaRegistry.Storage;

/// <summary>A record of the topic, as far as it matters.</summary>
internal abstract record RegistryRecord
{
    /// <summary>A version of a subject; gone for good when its value is null.</summary>
    internal sealed record Schema(string Subject, int Version, SchemaVersion? Value) : RegistryRecord;

    /// <summary>The compatibility level of a subject, or of all when that is null; unset when the level is null.</summary>
    internal sealed record Config(string? Subject, string? Level) : RegistryRecord;

    /// <summary>The mode of a subject, or of all when that is null; unset when the mode is null.</summary>
    internal sealed record Mode(string? Subject, string? Value) : RegistryRecord;

    /// <summary>A subject's versions up to this one are hidden.</summary>
    internal sealed record DeleteSubject(string Subject, int Version) : RegistryRecord;
}
