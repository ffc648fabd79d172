using Analytics.Worker.Runs;

namespace Analytics.Worker.Engines.Spark;

/// <summary>What YARN says of an application, from the lists that <c>yarn application</c> prints. Pure.</summary>
internal static class YarnApplications
{
    /// <summary>The arguments that list the applications with a tag. YARN writes tags in small letters.</summary>
    public static IReadOnlyList<string> List(string tag) => ["application", "-list", "-appStates", "ALL", "-appTags", tag.ToLowerInvariant()];

    /// <summary>The newest application of a list; null when it is empty.</summary>
    /// <remarks>Columns are separated by tabs: id, name, type, user, queue, state, final state, progress, tracking URL.</remarks>
    public static RunStatus? Read(string list)
    {
        var newest = list.Split('\n')
            .Select(line => line.Split('\t', StringSplitOptions.TrimEntries))
            .Where(columns => columns.Length >= 7 && columns[0].StartsWith("application_", StringComparison.Ordinal))
            .MaxBy(columns => columns[0], StringComparer.Ordinal);
        if (newest is null)
        {
            return null;
        }

        return Status(newest[0], newest[5], newest[6]) with
        {
            ExternalIds = new Dictionary<string, string> { ["applicationId"] = newest[0] },
            Url = newest.Length > 8 && newest[8].StartsWith("http", StringComparison.Ordinal) ? newest[8] : null,
        };
    }

    private static RunStatus Status(string id, string state, string final) => (state, final) switch
    {
        ("FINISHED", "SUCCEEDED") => new RunStatus(RunPhase.Succeeded),
        ("KILLED", _) or (_, "KILLED") => new RunStatus(RunPhase.Cancelled) { Reason = $"{id} was killed in YARN." },
        ("FINISHED" or "FAILED", _) => new RunStatus(RunPhase.Failed) { Reason = $"{id} is {state} in YARN, its final state is {final}; yarn logs -applicationId {id} has its log." },
        _ => new RunStatus(RunPhase.Running),
    };
}
