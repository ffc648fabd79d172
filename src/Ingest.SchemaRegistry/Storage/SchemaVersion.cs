using Ingest.SchemaRegistry.Schemas;

namespace Ingest.SchemaRegistry.Storage;

/// <summary>A version of a subject.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Version">Its number there, from 1.</param>
/// <param name="Id">The schema's id, the same in every subject that has it.</param>
/// <param name="Content">The schema.</param>
/// <param name="IsDeleted">Whether it is hidden; it is still found by its id.</param>
internal sealed record SchemaVersion(string Subject, int Version, int Id, SchemaContent Content, bool IsDeleted);
