using Ingest.SchemaRegistry.Compatibility;
using Ingest.SchemaRegistry.Configs;
using Ingest.SchemaRegistry.Schemas;
using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.SchemaRegistry.Subjects;

/// <summary>Changes subjects, one change at a time, each on all that was written before it.</summary>
internal sealed class Registry(
    RegistryState state, SchemasTopic topic, Leadership leadership, CompatibilityCheck compatibility, IOptions<RegistryOptions> options) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Registers a schema; one that the subject has already is found, and nothing is written.</summary>
    /// <exception cref="RegistryException">409 when it does not go with the subject's, 422/42205 when the mode does not allow it.</exception>
    public Task<SchemaVersion> RegisterAsync(string subject, SchemaContent content, int? version, int? id) => ChangeAsync(async () =>
    {
        var versions = state.VersionsOf(subject);
        if (Array.Find(versions, known => !known.IsDeleted && known.Content == content) is { } there && (id is null || id == there.Id))
        {
            return there;
        }

        var next = await PlanAsync(subject, content, versions, version, id);
        await topic.WriteAsync(new RegistryRecord.Schema(subject, next.Version, next));
        return Array.Find(state.VersionsOf(subject), known => known.Version == next.Version) == next
            ? next
            : throw new RegistryException(new(500, 50001, "Error in the backend data store: another registry wrote to the topic at the same time."));
    });

    /// <summary>Hides a version, or removes it for good when it is hidden.</summary>
    /// <exception cref="RegistryException">404 when it is not there or hidden already, 422/42206 when another schema refers to it.</exception>
    public Task DeleteVersionAsync(string subject, int number, bool permanent) => ChangeAsync(async () =>
    {
        Modes.CheckWritable(state, subject);
        var version = Array.Find(Find(subject), known => known.Version == number) ?? throw new RegistryException(RegistryError.VersionNotFound(number));
        if (version.IsDeleted != permanent)
        {
            throw new RegistryException(permanent ? RegistryError.VersionNotDeleted(subject, number) : RegistryError.VersionDeleted(subject, number));
        }

        CheckUnreferenced(version);
        await topic.WriteAsync(new RegistryRecord.Schema(subject, number, permanent ? null : version with { IsDeleted = true }));
        return number;
    });

    /// <summary>Hides a subject, or removes it for good when it is hidden.</summary>
    /// <returns>The versions that this concerned.</returns>
    /// <exception cref="RegistryException">404 when it is not there or hidden already, 422/42206 when another schema refers to it.</exception>
    public Task<int[]> DeleteSubjectAsync(string subject, bool permanent) => ChangeAsync<int[]>(async () =>
    {
        Modes.CheckWritable(state, subject);
        var versions = Find(subject);
        var shown = Array.FindAll(versions, version => !version.IsDeleted);
        if (shown.Length == 0 != permanent)
        {
            throw new RegistryException(permanent ? RegistryError.SubjectNotDeleted(subject) : RegistryError.SubjectDeleted(subject));
        }

        Array.ForEach(versions, CheckUnreferenced);
        if (!permanent)
        {
            await topic.WriteAsync(new RegistryRecord.DeleteSubject(subject, versions[^1].Version));
            return [.. shown.Select(version => version.Version)];
        }

        foreach (var version in versions)
        {
            await topic.WriteAsync(new RegistryRecord.Schema(subject, version.Version, null));
        }

        return [.. versions.Select(version => version.Version)];
    });

    /// <summary>Sets, or unsets, a compatibility level or a mode.</summary>
    public Task SetAsync(Func<RegistryRecord> decide) => ChangeAsync(async () =>
    {
        await topic.WriteAsync(decide());
        return true;
    });

    public void Dispose() => _turn.Dispose();

    private async Task<T> ChangeAsync<T>(Func<Task<T>> change)
    {
        await leadership.CheckAsync(); // before the turn: who waits for a leader holds up nobody
        if (!await _turn.WaitAsync(options.Value.WriteTimeout))
        {
            throw new RegistryException(new(500, 50002, "The operation timed out: earlier changes are still waiting for Kafka. Nothing was changed."));
        }

        try
        {
            await leadership.CheckAsync(); // it may have gone to another meanwhile
            await topic.CatchUpAsync();
            return await change();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The version that a schema becomes.</summary>
    private async Task<SchemaVersion> PlanAsync(string subject, SchemaContent content, SchemaVersion[] versions, int? version, int? id)
    {
        Modes.CheckRegister(state, subject, version, id);
        if (id is not { } given)
        {
            await compatibility.CheckAsync(subject, content, Array.FindAll(versions, known => !known.IsDeleted));
            return new(subject, versions.Length == 0 ? 1 : versions[^1].Version + 1, state.IdFor(content), content, false);
        }

        if (state.FindById(given) is { } other && other != content)
        {
            throw new RegistryException(RegistryError.NotPermitted($"Overwrite new schema with id {given} is not permitted."));
        }

        var number = version ?? (versions.Length == 0 ? 1 : versions[^1].Version + 1);
        return !Array.Exists(versions, known => known.Version == number && known.Content != content)
            ? new(subject, number, given, content, false)
            : throw new RegistryException(RegistryError.NotPermitted($"Version {number} of subject {subject} is there already, with another schema."));
    }

    private SchemaVersion[] Find(string subject) =>
        state.VersionsOf(subject) is { Length: > 0 } versions ? versions : throw new RegistryException(RegistryError.SubjectNotFound(subject));

    private void CheckUnreferenced(SchemaVersion version)
    {
        if (References.To(state, version.Subject, version.Version).Any())
        {
            throw new RegistryException(RegistryError.ReferenceExists(version.Id));
        }
    }
}
