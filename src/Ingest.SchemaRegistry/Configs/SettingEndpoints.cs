using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Subjects;
using Ingest.SchemaRegistry.Wire;

namespace Ingest.SchemaRegistry.Configs;

/// <summary>Compatibility levels and modes: of all subjects, or of one.</summary>
internal sealed class SettingEndpoints(RegistryState state, Registry registry)
{
    public IResult GetLevel(string? subject, bool defaultToGlobal) => Answers.Of(new LevelAnswer(
        subject is null ? state.LevelOf(null) ?? Levels.Usual
        : defaultToGlobal ? Levels.Of(state, subject)
        : state.LevelOf(subject) ?? throw new RegistryException(RegistryError.NoSubjectLevel(subject))));

    public async Task<IResult> SetLevelAsync(HttpContext context, string? subject)
    {
        var level = Levels.Read(await RequestBody.ReadAsync<LevelRequest>(context));
        await registry.SetAsync(() => new RegistryRecord.Config(subject, level));
        return Answers.Of(new LevelRequest(level));
    }

    /// <summary>Unsets it, and says what it was.</summary>
    public async Task<IResult> UnsetLevelAsync(string? subject)
    {
        var level = state.LevelOf(subject) ?? (subject is null ? Levels.Usual : throw new RegistryException(RegistryError.NoSubjectLevel(subject)));
        await registry.SetAsync(() => new RegistryRecord.Config(subject, null));
        return Answers.Of(new LevelAnswer(level));
    }

    public IResult GetMode(string? subject, bool defaultToGlobal) => Answers.Of(new ModeBody(
        subject is null ? state.ModeOf(null) ?? Modes.ReadWrite
        : defaultToGlobal ? Modes.Of(state, subject)
        : state.ModeOf(subject) ?? throw new RegistryException(RegistryError.NoSubjectMode(subject))));

    public async Task<IResult> SetModeAsync(HttpContext context, string? subject, bool force)
    {
        var mode = Modes.Read(await RequestBody.ReadAsync<ModeBody>(context));
        await registry.SetAsync(() => mode != Modes.Import || force || !state.AllVersions().Any(version => (subject is null || version.Subject == subject) && !version.IsDeleted)
            ? new RegistryRecord.Mode(subject, mode)
            : throw new RegistryException(RegistryError.NotPermitted("Cannot import since found existing subjects")));
        return Answers.Of(new ModeBody(mode));
    }

    /// <summary>Unsets it, and says what it was.</summary>
    public async Task<IResult> UnsetModeAsync(string? subject)
    {
        var mode = state.ModeOf(subject) ?? (subject is null ? Modes.ReadWrite : throw new RegistryException(RegistryError.NoSubjectMode(subject)));
        await registry.SetAsync(() => new RegistryRecord.Mode(subject, null));
        return Answers.Of(new ModeBody(mode));
    }
}
