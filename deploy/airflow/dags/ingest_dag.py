"""Answers the pipeline's queries once a day, on Databricks, by the worker, or by both.

For Airflow 2.10 as Amazon MWAA runs it (2.10.3, Python 3.11). docs/airflow.md tells of the variable `ingest`, the connections and what
happens when a task is tried again. The variable is read whenever the file is parsed, because the DAG is named for its user; it is the
only question to Airflow's database here. Secrets are in the connections, never in the variable or in this file.
"""
from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

from airflow import DAG
from airflow.decorators import task
from airflow.exceptions import AirflowFailException
from airflow.models import Variable
from airflow.models.param import Param
from airflow.providers.databricks.operators.databricks import DatabricksSubmitRunOperator
from airflow.providers.http.operators.http import HttpOperator
from airflow.providers.http.sensors.http import HttpSensor
from airflow.utils.task_group import TaskGroup

DEFAULTS = {
    "user_id": "demo",
    "run_on": ["databricks", "worker"],
    "pipeline": "pinterest",
    "bucket": "s3://ingest",                      # as the cluster sees it
    "code": "s3://ingest/code/pinterest",         # pipelines/pinterest and pipeline.py, as the cluster sees them
    "median": "exact",
    "existing_cluster_id": None,                  # in place of new_cluster
    "new_cluster": {"spark_version": "15.4.x-scala2.12", "node_type_id": "m5d.large", "num_workers": 2, "data_security_mode": "SINGLE_USER"},
    "databricks_conn_id": "databricks_default",
    "worker_conn_id": "ingest_worker",
    "run_timeout_minutes": 360,
}
SETTINGS = {**DEFAULTS, **Variable.get("ingest", default_var={}, deserialize_json=True)}


def run_id_of(dag_run) -> str:
    """The pipeline run's id: one for each DAG run, however often its tasks are tried. Airflow's own holds what no path may."""
    return f"airflow-{dag_run.logical_date:%Y%m%dT%H%M%S}-{hashlib.sha256(f'{dag_run.dag_id}/{dag_run.run_id}'.encode()).hexdigest()[:8]}"


def token_of(ti) -> str:
    """What Databricks knows a submission by, 64 characters: a request sent twice is one run, another try of the task is another."""
    return hashlib.sha256(f"{ti.dag_id}/{ti.task_id}/{ti.run_id}/{ti.try_number}".encode()).hexdigest()


def id_of(response) -> str:
    """The run that the worker answers with: 202 for a new one, 200 for the one that the key made before."""
    return response.json()["id"]


def has_succeeded(response) -> bool:
    """Whether a run has; one that failed or was cancelled fails the task at once, for it never changes."""
    run = response.json()
    if run["state"] in ("failed", "cancelled"):
        raise AirflowFailException(f"run {run['id']} is {run['state']}: {run['reason']}")
    return run["state"] == "succeeded"


with DAG(
    dag_id=f"{SETTINGS['user_id']}_dag",
    description="The pipeline's queries, once a day",
    schedule="@daily",
    start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    default_args={"owner": SETTINGS["user_id"], "retries": 2, "retry_delay": timedelta(minutes=5), "retry_exponential_backoff": True},
    params={
        "run_on": Param(SETTINGS["run_on"], type="array", items={"type": "string", "enum": ["databricks", "worker"]}, minItems=1),
        "median": Param(SETTINGS["median"], type="string", enum=["exact", "discrete"]),
    },
    user_defined_macros={"run_id_of": run_id_of, "token_of": token_of},
    tags=["ingest"],
) as dag:

    @task.branch
    def choose(params=None):
        """Which of the two groups run: `run_on` of the variable, or of the form when the DAG is started by hand."""
        first = {"databricks": "databricks.run_pipeline", "worker": "worker.start_run"}
        return [first[each] for each in params["run_on"]]

    with TaskGroup(group_id="databricks") as on_databricks:
        cluster = {"existing_cluster_id": SETTINGS["existing_cluster_id"]} if SETTINGS["existing_cluster_id"] else {"new_cluster": SETTINGS["new_cluster"]}
        DatabricksSubmitRunOperator(
            task_id="run_pipeline",
            databricks_conn_id=SETTINGS["databricks_conn_id"],
            run_name=f"ingest-{SETTINGS['pipeline']}-{{{{ run_id_of(dag_run) }}}}",
            spark_python_task={
                "python_file": f"{SETTINGS['code']}/pipeline.py",
                "parameters": [
                    "--pipeline", SETTINGS["code"],
                    "--bucket", SETTINGS["bucket"],
                    "--output", f"{SETTINGS['bucket']}/runs/{SETTINGS['pipeline']}/{{{{ run_id_of(dag_run) }}}}",
                    "--run", "{{ run_id_of(dag_run) }}",
                    "--user-id", SETTINGS["user_id"],
                    "--median", "{{ params.median }}",
                ],
            },
            json={"idempotency_token": "{{ token_of(ti) }}"},
            timeout_seconds=60 * SETTINGS["run_timeout_minutes"],
            polling_period_seconds=30,
            **cluster,
        )

    with TaskGroup(group_id="worker") as by_worker:
        start_run = HttpOperator(
            task_id="start_run",
            http_conn_id=SETTINGS["worker_conn_id"],
            method="POST",
            endpoint=f"analytics/{SETTINGS['pipeline']}/runs",
            # The same for every try, so that an answer that got lost does not make a second run.
            headers={"Idempotency-Key": "{{ dag.dag_id }}/{{ run_id }}"},
            response_filter=id_of,
            log_response=True,
        )
        wait_for_run = HttpSensor(
            task_id="wait_for_run",
            http_conn_id=SETTINGS["worker_conn_id"],
            endpoint=f"analytics/{SETTINGS['pipeline']}/runs/{{{{ ti.xcom_pull(task_ids='worker.start_run') }}}}",
            response_check=has_succeeded,
            # Who answers so is asked again; a connection that is refused costs a try, and a run that is not there is an error.
            response_error_codes_allowlist=["429", "502", "503", "504"],
            mode="reschedule",
            poke_interval=30,
            timeout=60 * SETTINGS["run_timeout_minutes"],
        )
        start_run >> wait_for_run

    choose() >> [on_databricks, by_worker]
