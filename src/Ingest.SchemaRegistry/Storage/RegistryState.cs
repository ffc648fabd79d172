using Ingest.SchemaRegistry.Schemas;

namespace Ingest.SchemaRegistry.Storage;

/// <summary>All that the topic says, in memory. One thread applies records; any may ask.</summary>
internal sealed class RegistryState
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SortedDictionary<int, SchemaVersion>> _subjects = new(StringComparer.Ordinal);
    private readonly Dictionary<int, SchemaContent> _byId = [];
    private readonly Dictionary<SchemaContent, int> _ids = [];
    private readonly Dictionary<string, string> _levels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _modes = new(StringComparer.Ordinal);
    private int _idMax;

    /// <summary>Takes the next record of the topic.</summary>
    /// <returns>False when it is one that another registry wrote at the same time as an earlier one: the earlier one stays.</returns>
    public bool Apply(RegistryRecord record)
    {
        lock (_gate)
        {
            switch (record)
            {
                case RegistryRecord.Schema schema:
                    return Apply(schema);
                case RegistryRecord.Config config:
                    Set(_levels, config.Subject, config.Level);
                    break;
                case RegistryRecord.Mode mode:
                    Set(_modes, mode.Subject, mode.Value);
                    break;
                case RegistryRecord.DeleteSubject deleted:
                    foreach (var version in Versions(deleted.Subject).Where(version => version.Version <= deleted.Version))
                    {
                        _subjects[deleted.Subject][version.Version] = version with { IsDeleted = true };
                    }

                    break;
            }

            return true;
        }
    }

    /// <summary>The subjects that begin with <paramref name="prefix"/> and have a version that is wanted, in order.</summary>
    public string[] Subjects(string prefix, Func<SchemaVersion, bool> isWanted)
    {
        lock (_gate)
        {
            return [.. _subjects.Where(subject => subject.Key.StartsWith(prefix, StringComparison.Ordinal) && subject.Value.Values.Any(isWanted)).Select(subject => subject.Key)];
        }
    }

    /// <summary>A subject's versions, the hidden ones too, in order; none when it is not there.</summary>
    public SchemaVersion[] VersionsOf(string subject)
    {
        lock (_gate)
        {
            return Versions(subject);
        }
    }

    /// <summary>All versions of all subjects, in order.</summary>
    public SchemaVersion[] AllVersions()
    {
        lock (_gate)
        {
            return [.. _subjects.Values.SelectMany(versions => versions.Values)];
        }
    }

    public SchemaContent? FindById(int id)
    {
        lock (_gate)
        {
            return _byId.GetValueOrDefault(id);
        }
    }

    /// <summary>The id of a content that some subject has or had; else the next free one.</summary>
    public int IdFor(SchemaContent content)
    {
        lock (_gate)
        {
            return _ids.TryGetValue(content, out var id) ? id : _idMax + 1;
        }
    }

    /// <summary>The level set for a subject, or for all when that is null; null when none is.</summary>
    public string? LevelOf(string? subject)
    {
        lock (_gate)
        {
            return _levels.GetValueOrDefault(subject ?? "");
        }
    }

    /// <summary>The mode set for a subject, or for all when that is null; null when none is.</summary>
    public string? ModeOf(string? subject)
    {
        lock (_gate)
        {
            return _modes.GetValueOrDefault(subject ?? "");
        }
    }

    private static void Set(Dictionary<string, string> settings, string? subject, string? value)
    {
        if (value is null)
        {
            settings.Remove(subject ?? "");
        }
        else
        {
            settings[subject ?? ""] = value;
        }
    }

    private SchemaVersion[] Versions(string subject) => _subjects.TryGetValue(subject, out var versions) ? [.. versions.Values] : [];

    private bool Apply(RegistryRecord.Schema record)
    {
        if (!_subjects.TryGetValue(record.Subject, out var versions))
        {
            _subjects[record.Subject] = versions = [];
        }

        var before = versions.GetValueOrDefault(record.Version);
        if (record.Value is not { } now)
        {
            versions.Remove(record.Version);
            return true;
        }

        if ((before is not null && before.Content != now.Content) || (_byId.TryGetValue(now.Id, out var other) && other != now.Content))
        {
            return false;
        }

        versions[record.Version] = now;
        _byId[now.Id] = now.Content;
        _ids.TryAdd(now.Content, now.Id);
        _idMax = Math.Max(_idMax, now.Id);
        return true;
    }
}
