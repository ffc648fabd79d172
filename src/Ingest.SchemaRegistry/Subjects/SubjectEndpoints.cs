using System.Globalization;
using Ingest.SchemaRegistry.Schemas;
using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Wire;

namespace Ingest.SchemaRegistry.Subjects;

/// <summary>Subjects and their versions.</summary>
internal sealed class SubjectEndpoints(RegistryState state, SchemaParser parser, Registry registry)
{
    public IResult List(string? subjectPrefix, bool deleted, bool deletedOnly) => Answers.Of(
        state.Subjects(subjectPrefix is null or ":*:" ? "" : subjectPrefix, version => deleted || deletedOnly || !version.IsDeleted)
            .Where(subject => !deletedOnly || Array.TrueForAll(state.VersionsOf(subject), version => version.IsDeleted)));

    public async Task<IResult> RegisterAsync(HttpContext context, string subject, bool normalize)
    {
        var request = await RequestBody.ReadAsync<SchemaRequest>(context);
        var content = await parser.ReadAsync(request, normalize);
        var version = await registry.RegisterAsync(subject, content, request.Version is > 0 ? request.Version : null, request.Id is > 0 ? request.Id : null);
        return Answers.Of(SchemaAnswer.Of(version) with { Subject = null });
    }

    /// <summary>Finds the version that a schema is.</summary>
    public async Task<IResult> LookUpAsync(HttpContext context, string subject, bool normalize, bool deleted)
    {
        var content = await parser.ReadAsync(await RequestBody.ReadAsync<SchemaRequest>(context), normalize);
        var versions = Shown(subject, deleted);
        return Answers.Of(SchemaAnswer.Of(Array.Find(versions, version => version.Content == content) ?? throw new RegistryException(RegistryError.SchemaNotFound)));
    }

    public IResult ListVersions(string subject, bool deleted, bool deletedOnly) => Answers.Of(
        Shown(subject, deleted || deletedOnly).Where(version => !deletedOnly || version.IsDeleted).Select(version => version.Version));

    public IResult Get(string subject, string version, bool deleted) => Answers.Of(SchemaAnswer.Of(Find(subject, version, deleted)));

    public IResult GetSchema(string subject, string version, bool deleted) => Answers.Raw(Find(subject, version, deleted).Content.Text);

    /// <summary>The ids of the schemas that refer to a version.</summary>
    public IResult ListReferences(string subject, string version) =>
        Answers.Of(References.To(state, subject, Find(subject, version, deleted: true).Version).Select(other => other.Id).Distinct().Order());

    public async Task<IResult> DeleteVersionAsync(string subject, string version, bool permanent)
    {
        var number = Find(subject, version, deleted: true).Version;
        await registry.DeleteVersionAsync(subject, number, permanent);
        return Answers.Of(number);
    }

    public async Task<IResult> DeleteAsync(string subject, bool permanent) => Answers.Of(await registry.DeleteSubjectAsync(subject, permanent));

    /// <summary>A version by its number, or the latest.</summary>
    /// <exception cref="RegistryException">404 when it is not there, 422/42202 when it is no version.</exception>
    public SchemaVersion Find(string subject, string version, bool deleted)
    {
        var isLatest = version is "latest" or "-1";
        var number = 0;
        if (!isLatest && !(int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0))
        {
            throw new RegistryException(RegistryError.InvalidVersion(version));
        }

        var shown = Shown(subject, deleted);
        return isLatest ? shown[^1] : Array.Find(shown, known => known.Version == number) ?? throw new RegistryException(RegistryError.VersionNotFound(number));
    }

    /// <summary>A subject's versions, at least one.</summary>
    /// <exception cref="RegistryException">404/40401: there is none.</exception>
    private SchemaVersion[] Shown(string subject, bool deleted) =>
        Array.FindAll(state.VersionsOf(subject), version => deleted || !version.IsDeleted) is { Length: > 0 } versions
            ? versions
            : throw new RegistryException(RegistryError.SubjectNotFound(subject));
}
