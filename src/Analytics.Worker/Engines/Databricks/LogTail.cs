using Analytics.Worker.Engines.Databricks.JobsApi;
using Analytics.Worker.Engines.Spark;
using Analytics.Worker.Runs;

namespace Analytics.Worker.Engines.Databricks;

/// <summary>The end of what a failed task wrote, short enough for a record.</summary>
internal static class LogTail
{
    /// <summary>Adds the task's own error to the reason, and the end of its log and stack trace.</summary>
    public static RunStatus Add(RunStatus status, RunOutput output, DatabricksOptions options)
    {
        string?[] parts = [output.Logs, output.ErrorTrace];
        var text = string.Join("\n", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part!.Trim()));
        var error = output.Error is null ? null : WithoutSecrets(output.Error.Trim(), options);
        return status with
        {
            Reason = string.IsNullOrEmpty(error) || status.Reason?.Contains(error, StringComparison.Ordinal) == true ? status.Reason : $"{status.Reason}; {error}",
            LogTail = text.Length == 0 ? null : End(WithoutSecrets(text, options), options.LogTailMax),
        };
    }

    /// <summary>The last characters, never half of one: a surrogate that lost its first half goes too.</summary>
    private static string End(string text, int max)
    {
        if (text.Length <= max)
        {
            return text;
        }

        var end = text[^max..];
        return end.Length > 0 && char.IsLowSurrogate(end[0]) ? end[1..] : end;
    }

    private static string WithoutSecrets(string text, DatabricksOptions options) =>
        Redaction.Text(options.Token is { Length: > 0 } token ? text.Replace(token, "***", StringComparison.Ordinal) : text);
}
