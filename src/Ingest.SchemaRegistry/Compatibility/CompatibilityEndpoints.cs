using Ingest.SchemaRegistry.Schemas;
using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Subjects;
using Ingest.SchemaRegistry.Wire;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Says whether a schema would go with others, without registering it.</summary>
internal sealed class CompatibilityEndpoints(RegistryState state, SchemaParser parser, CompatibilityCheck check, SubjectEndpoints subjects)
{
    /// <summary>With one version.</summary>
    public Task<IResult> CheckAsync(HttpContext context, string subject, string version, bool verbose, bool normalize) =>
        CheckAsync(context, subject, () => [subjects.Find(subject, version, deleted: false)], verbose, normalize);

    /// <summary>With those that it would be held against if it were registered.</summary>
    public Task<IResult> CheckAllAsync(HttpContext context, string subject, bool verbose, bool normalize) =>
        CheckAsync(context, subject, () => Array.FindAll(state.VersionsOf(subject), version => !version.IsDeleted), verbose, normalize);

    private async Task<IResult> CheckAsync(HttpContext context, string subject, Func<SchemaVersion[]> versions, bool verbose, bool normalize)
    {
        var content = await parser.ReadAsync(await RequestBody.ReadAsync<SchemaRequest>(context), normalize);
        var reasons = await check.FindAsync(subject, content, versions());
        return Answers.Of(new CompatibilityAnswer(reasons.Count == 0, verbose ? reasons : null));
    }
}
