using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Analytics.Worker.Tests.Engines.Databricks;

/// <summary>What the stand-in refuses, in the words of the original.</summary>
internal static class StandInRules
{
    private static readonly string[] RunMembers =
    [
        "access_control_list", "budget_policy_id", "email_notifications", "environments", "git_source", "health", "idempotency_token",
        "notification_settings", "performance_target", "queue", "run_as", "run_name", "tasks", "timeout_seconds", "usage_policy_id", "webhook_notifications",
    ];

    private static readonly string[] TaskMembers =
    [
        "depends_on", "description", "disable_auto_optimization", "email_notifications", "environment_key", "existing_cluster_id", "health",
        "libraries", "max_retries", "min_retry_interval_millis", "new_cluster", "notification_settings", "retry_on_timeout", "run_if",
        "spark_python_task", "task_key", "timeout_seconds", "webhook_notifications",
    ];

    public static (int, JsonObject)? CheckToken(HttpRequest request, string? valid) => request.Headers.Authorization.ToString() switch
    {
        var sent when !sent.StartsWith("Bearer ", StringComparison.Ordinal) => (401, new JsonObject { ["error_code"] = 401, ["message"] = "Credential was not sent or was of an unsupported type for this API." }),
        var sent when sent != $"Bearer {valid}" => (403, new JsonObject { ["error_code"] = "403", ["message"] = "Invalid access token." }),
        _ => null,
    };

    public static (int, JsonObject) Refuse(int status, string code, string message) =>
        (status, new JsonObject { ["error_code"] = code, ["message"] = message });

    public static (int, JsonObject) NoSuchRun(long id) => Refuse(400, "INVALID_PARAMETER_VALUE", $"Run {id} does not exist.");

    /// <summary>Why a submission is refused; null when it is not.</summary>
    public static string? FaultOf(JsonObject body)
    {
        if (Unknown(body, RunMembers) is { } member)
        {
            return $"Unknown member {member}.";
        }

        if (body["idempotency_token"] is { } token && ((string)token!).Length > 64)
        {
            return "The idempotency token must have at most 64 characters.";
        }

        return body["tasks"] is JsonArray { Count: > 0 } tasks
            ? tasks.Select(task => TaskFault((JsonObject)task!, body)).FirstOrDefault(fault => fault is not null)
            : "At least one task must be provided.";
    }

    private static string? TaskFault(JsonObject task, JsonObject run)
    {
        string[] compute = [.. new[] { "existing_cluster_id", "new_cluster", "environment_key" }.Where(task.ContainsKey)];
        return task switch
        {
            _ when Unknown(task, TaskMembers) is { } member => $"Unknown member {member} of a task.",
            _ when !task.ContainsKey("task_key") => "Missing required field: tasks.task_key",
            _ when task["spark_python_task"]?["python_file"] is null => "Missing required field: spark_python_task.python_file",
            _ when compute.Length != 1 => "Task must specify one of: job_cluster_key, environment_key, new_cluster, or existing_cluster_id.",
            _ when task["new_cluster"] is { } cluster && cluster["spark_version"] is null => "Missing required field: new_cluster.spark_version",
            _ when task["environment_key"] is { } key && !Environments(run).Contains((string)key!) => $"Environment {key} is not defined.",
            _ when task["existing_cluster_id"] is { } id && (string)id! == "gone" => "Cluster gone does not exist.",
            _ => null,
        };
    }

    private static IEnumerable<string> Environments(JsonObject run) =>
        (run["environments"] as JsonArray ?? []).Where(one => one?["spec"]?["environment_version"] is not null).Select(one => (string)one!["environment_key"]!);

    private static string? Unknown(JsonObject body, string[] known) => body.Select(member => member.Key).FirstOrDefault(name => !known.Contains(name));
}
