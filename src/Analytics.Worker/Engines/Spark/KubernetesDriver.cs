using System.Text.RegularExpressions;
using Analytics.Worker.Runs;

namespace Analytics.Worker.Engines.Spark;

/// <summary>What Kubernetes says of a driver pod, from what <c>spark-submit --status</c> prints. Pure.</summary>
internal static partial class KubernetesDriver
{
    /// <summary>The submission id: the pod's name is given, so it is known before there is a pod.</summary>
    public static string SubmissionId(string runId, SparkOptions options) =>
        $"{options.NamedConf.FirstOrDefault(setting => setting.Key == "spark.kubernetes.namespace").Value ?? "default"}:{RunPlan.TagOf(runId)}";

    /// <summary>The driver's state; null when there is no such pod.</summary>
    public static RunStatus? Read(string submissionId, string printed)
    {
        if (Phase().Match(printed) is not { Success: true } phase)
        {
            return null;
        }

        var status = phase.Groups["phase"].Value switch
        {
            "Succeeded" => new RunStatus(RunPhase.Succeeded),
            "Failed" => new RunStatus(RunPhase.Failed) { Reason = $"Its driver pod {submissionId} has failed; kubectl logs has its log." },
            _ => new RunStatus(RunPhase.Running),
        };
        return status with
        {
            ExternalIds = new Dictionary<string, string> { ["submissionId"] = submissionId },
            ExitCode = ExitCode().Match(printed) is { Success: true } code ? int.Parse(code.Groups["code"].Value, System.Globalization.CultureInfo.InvariantCulture) : null,
        };
    }

    [GeneratedRegex(@"^\s*phase: (?<phase>\w+)", RegexOptions.Multiline)]
    private static partial Regex Phase();

    [GeneratedRegex(@"^\s*exit code: (?<code>\d{1,3})", RegexOptions.Multiline)]
    private static partial Regex ExitCode();
}
