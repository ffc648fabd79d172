"""Stand-ins for the modules of Airflow 2.10 that the DAG file imports: each call of a constructor is recorded, nothing is scheduled.

They take exactly the arguments that the real ones take, so that a misspelt one fails here too.
"""
import sys
import types

OPERATOR = {"task_id", "retries", "retry_delay", "trigger_rule", "execution_timeout"}
TAKEN = {
    "DatabricksSubmitRunOperator": OPERATOR | {
        "json", "tasks", "spark_jar_task", "notebook_task", "spark_python_task", "spark_submit_task", "pipeline_task", "dbt_task", "new_cluster",
        "existing_cluster_id", "libraries", "run_name", "timeout_seconds", "databricks_conn_id", "polling_period_seconds", "databricks_retry_limit",
        "databricks_retry_delay", "databricks_retry_args", "do_xcom_push", "idempotency_token", "access_control_list", "wait_for_termination",
        "git_source", "deferrable"},
    "HttpOperator": OPERATOR | {
        "endpoint", "method", "data", "headers", "pagination_function", "response_check", "response_filter", "extra_options", "http_conn_id",
        "log_response", "auth_type", "tcp_keep_alive", "tcp_keep_alive_idle", "tcp_keep_alive_count", "tcp_keep_alive_interval", "deferrable"},
    "HttpSensor": OPERATOR | {
        "endpoint", "http_conn_id", "method", "request_params", "headers", "response_error_codes_allowlist", "response_check", "extra_options",
        "tcp_keep_alive", "tcp_keep_alive_idle", "tcp_keep_alive_count", "tcp_keep_alive_interval", "deferrable", "poke_interval", "timeout", "mode",
        "soft_fail", "exponential_backoff"},
    "DAG": {
        "dag_id", "description", "schedule", "start_date", "end_date", "catchup", "max_active_runs", "default_args", "params", "user_defined_macros",
        "tags", "dagrun_timeout", "doc_md"},
}


class Recorder:
    """What was made and in which group, and which task or group comes before which."""

    def __init__(self, variable):
        self.made, self.order, self.groups, self.variable = [], [], [], variable

    def make(self, kind, **arguments):
        unknown = set(arguments) - TAKEN[kind]
        if unknown:
            raise TypeError(f"{kind} takes no {sorted(unknown)}")
        node = Node(self, ".".join([*self.groups, arguments.get("task_id", kind)]))
        self.made.append((kind, node.name, arguments))
        return node


class Node:
    def __init__(self, recorder, name):
        self.recorder, self.name = recorder, name

    def __rshift__(self, after):
        for each in after if isinstance(after, list) else [after]:
            self.recorder.order.append((self.name, each.name))
        return after

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


class Group(Node):
    def __init__(self, recorder, group_id):
        super().__init__(recorder, group_id)

    def __enter__(self):
        self.recorder.groups.append(self.name)
        return self

    def __exit__(self, *_):
        self.recorder.groups.pop()


def install(variable):
    """Puts the modules in place; gives what records. `variable` is the value of the variable `ingest`, None when there is none."""
    recorder = Recorder(variable)
    branches = {}

    def branch(function):
        branches[function.__name__] = function

        def made():
            recorder.made.append(("branch", function.__name__, {}))
            return Node(recorder, function.__name__)
        return made

    class Variable:
        @staticmethod
        def get(key, default_var, deserialize_json):
            assert (key, deserialize_json) == ("ingest", True)
            return default_var if recorder.variable is None else recorder.variable

    recorder.branches = branches
    modules = {
        "airflow": {"DAG": lambda **arguments: recorder.make("DAG", **arguments)},
        "airflow.decorators": {"task": types.SimpleNamespace(branch=branch)},
        "airflow.exceptions": {"AirflowFailException": type("AirflowFailException", (Exception,), {})},
        "airflow.models": {"Variable": Variable},
        "airflow.models.param": {"Param": lambda default, **schema: types.SimpleNamespace(default=default, schema=schema)},
        "airflow.providers.databricks.operators.databricks": {
            "DatabricksSubmitRunOperator": lambda **arguments: recorder.make("DatabricksSubmitRunOperator", **arguments)},
        "airflow.providers.http.operators.http": {"HttpOperator": lambda **arguments: recorder.make("HttpOperator", **arguments)},
        "airflow.providers.http.sensors.http": {"HttpSensor": lambda **arguments: recorder.make("HttpSensor", **arguments)},
        "airflow.utils.task_group": {"TaskGroup": lambda group_id: Group(recorder, group_id)},
    }
    for name, members in modules.items():
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            sys.modules.setdefault(".".join(parts[:end]), types.ModuleType(".".join(parts[:end])))
        for member, value in members.items():
            setattr(sys.modules[name], member, value)
    return recorder
