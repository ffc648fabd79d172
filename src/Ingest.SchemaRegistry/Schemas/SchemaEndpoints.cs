using System.Globalization;
using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Wire;

namespace Ingest.SchemaRegistry.Schemas;

/// <summary>Schemas by their ids, and all of them.</summary>
internal sealed class SchemaEndpoints(RegistryState state)
{
    private static readonly string[] Types = [SchemaContent.Json, SchemaContent.Avro];

    public static IResult ListTypes() => Answers.Of(Types);

    public IResult List(string? subjectPrefix, bool deleted, bool latestOnly)
    {
        var shown = state.AllVersions().Where(version => (deleted || !version.IsDeleted) && version.Subject.StartsWith(subjectPrefix ?? "", StringComparison.Ordinal));
        return Answers.Of((latestOnly ? shown.GroupBy(version => version.Subject).Select(versions => versions.Last()) : shown).Select(SchemaAnswer.Of));
    }

    public IResult Get(string id) => Answers.Of(SchemaAnswer.Of(Find(id)));

    public IResult GetSchema(string id) => Answers.Raw(Find(id).Text);

    public IResult ListSubjects(string id, bool deleted) => Answers.Of(VersionsOf(id, deleted).Select(version => version.Subject).Distinct());

    public IResult ListVersions(string id, bool deleted) => Answers.Of(VersionsOf(id, deleted).Select(version => new SubjectVersion(version.Subject, version.Version)));

    private IEnumerable<SchemaVersion> VersionsOf(string id, bool deleted)
    {
        var content = Find(id);
        return state.AllVersions().Where(version => version.Content == content && (deleted || !version.IsDeleted));
    }

    private SchemaContent Find(string id) => int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? state.FindById(number) ?? throw new RegistryException(RegistryError.IdNotFound(number))
        : throw new RegistryException(RegistryError.ForStatus(404));
}
