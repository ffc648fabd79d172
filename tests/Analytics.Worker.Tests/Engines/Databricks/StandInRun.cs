using System.Text.Json.Nodes;

namespace Analytics.Worker.Tests.Engines.Databricks;

/// <summary>A run of <see cref="DatabricksStandIn"/>; the test moves it along.</summary>
internal sealed class StandInRun(long id, JsonObject request, DateTimeOffset startedAt)
{
    private string? _code;
    private string? _message;

    public long Id => id;

    /// <summary>The task's own number, which output is asked for by.</summary>
    public long TaskId => id + 1;

    public JsonObject Request => request;

    public string Name => (string)request["run_name"]!;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>PENDING, QUEUED, RUNNING, TERMINATING or TERMINATED.</summary>
    public string LifeCycle { get; private set; } = "PENDING";

    public JsonObject Output { get; private set; } = [];

    /// <summary>Whether only the deprecated member state is told, as before the member status was there.</summary>
    public bool IsOfOldWorkspace { get; set; }

    public bool CancelAsked { get; private set; }

    public void Start() => LifeCycle = "RUNNING";

    public void Queue() => LifeCycle = "QUEUED";

    public void CleanUp(string code, string? message = null) => (LifeCycle, _code, _message) = ("TERMINATING", code, message);

    public void End(string code, string? message = null) => (LifeCycle, _code, _message) = ("TERMINATED", code, message);

    public void Fail(string error, string trace, string logs)
    {
        End("RUN_EXECUTION_ERROR", "Task pipeline failed with message: Workload failed, see run output for details.");
        Output = new JsonObject { ["error"] = error, ["error_trace"] = trace, ["logs"] = logs, ["logs_truncated"] = false };
    }

    public void Cancel()
    {
        CancelAsked = true;
        if (LifeCycle != "TERMINATED")
        {
            CleanUp("USER_CANCELED", "Run cancelled.");
        }
    }

    /// <summary>As runs/get tells it; what is not there yet is left out.</summary>
    public JsonObject ToJson(string host)
    {
        var told = new JsonObject
        {
            ["job_id"] = 77,
            ["run_id"] = id,
            ["run_name"] = Name,
            ["run_type"] = "SUBMIT_RUN",
            ["run_page_url"] = $"{host}/?o=1#job/77/run/{id}",
            ["start_time"] = startedAt.ToUnixTimeMilliseconds(),
            ["state"] = State(),
            ["tasks"] = new JsonArray(new JsonObject
            {
                ["run_id"] = TaskId,
                ["task_key"] = "pipeline",
                ["cluster_instance"] = LifeCycle is "PENDING" or "QUEUED" ? null : new JsonObject { ["cluster_id"] = "1125-221100-abcdefgh" },
            }),
        };
        if (!IsOfOldWorkspace)
        {
            told["status"] = Status();
        }

        return told;
    }

    private JsonObject Status() => LifeCycle switch
    {
        "QUEUED" => new JsonObject { ["state"] = LifeCycle, ["queue_details"] = new JsonObject { ["code"] = "ACTIVE_RUNS_LIMIT_REACHED", ["message"] = "The workspace is full." } },
        "TERMINATING" or "TERMINATED" => new JsonObject
        {
            ["state"] = LifeCycle,
            ["termination_details"] = new JsonObject { ["code"] = _code, ["type"] = _code == "SUCCESS" ? "SUCCESS" : "CLIENT_ERROR", ["message"] = _message ?? "" },
        },
        _ => new JsonObject { ["state"] = LifeCycle },
    };

    /// <summary>In the old form SKIPPED and INTERNAL_ERROR are life cycle states.</summary>
    private JsonObject State() => _code switch
    {
        "SKIPPED" or "INTERNAL_ERROR" => new JsonObject { ["life_cycle_state"] = _code, ["state_message"] = _message ?? "" },
        _ when LifeCycle == "TERMINATED" => new JsonObject { ["life_cycle_state"] = LifeCycle, ["result_state"] = Result(), ["state_message"] = _message ?? "" },
        _ => new JsonObject { ["life_cycle_state"] = LifeCycle, ["state_message"] = "" },
    };

    private string Result() => _code switch { "SUCCESS" => "SUCCESS", "USER_CANCELED" => "CANCELED", _ => "FAILED" };
}
