"""deploy/airflow/dags/ingest_dag.py, executed with stand-ins for Airflow (fake_airflow.py), and read as syntax."""
import ast
import datetime
import os
import re
import runpy
import types
import unittest

import fake_airflow

FILE = os.path.join(os.environ["INGEST_ROOT"], "deploy/airflow/dags/ingest_dag.py")


def load(variable=None):
    recorder = fake_airflow.install(variable)
    return recorder, runpy.run_path(FILE)


def made(recorder, kind):
    (name, arguments), = [(name, arguments) for each, name, arguments in recorder.made if each == kind]
    return name, arguments


class Executed(unittest.TestCase):
    def test_it_runs_daily_without_catching_up_and_tries_again(self):
        recorder, _ = load({"user_id": "0a1b"})
        _, dag = made(recorder, "DAG")
        self.assertEqual(("0a1b_dag", "@daily", False, 1), (dag["dag_id"], dag["schedule"], dag["catchup"], dag["max_active_runs"]))
        self.assertEqual((2, datetime.timedelta(minutes=5)), (dag["default_args"]["retries"], dag["default_args"]["retry_delay"]))
        self.assertIsNotNone(dag["start_date"].tzinfo)

    def test_a_choice_comes_before_both_groups_and_starting_before_waiting(self):
        recorder, _ = load()
        self.assertEqual(
            [("DAG", "DAG"), ("DatabricksSubmitRunOperator", "databricks.run_pipeline"), ("HttpOperator", "worker.start_run"),
             ("HttpSensor", "worker.wait_for_run"), ("branch", "choose")],
            [(kind, name) for kind, name, _ in recorder.made])
        self.assertEqual([("worker.start_run", "worker.wait_for_run"), ("choose", "databricks"), ("choose", "worker")], recorder.order)
        self.assertEqual(["worker.start_run"], recorder.branches["choose"]({"run_on": ["worker"]}))
        self.assertEqual(["databricks.run_pipeline", "worker.start_run"], recorder.branches["choose"]({"run_on": ["databricks", "worker"]}))

    def test_Databricks_gets_the_arguments_of_pipeline_py(self):
        recorder, _ = load({"user_id": "u", "bucket": "s3://b", "code": "dbfs:/mnt/b/code", "existing_cluster_id": "c-1", "databricks_conn_id": "d"})
        _, submit = made(recorder, "DatabricksSubmitRunOperator")
        self.assertEqual("dbfs:/mnt/b/code/pipeline.py", submit["spark_python_task"]["python_file"])
        self.assertEqual([
            "--pipeline", "dbfs:/mnt/b/code", "--bucket", "s3://b", "--output", "s3://b/runs/pinterest/{{ run_id_of(dag_run) }}",
            "--run", "{{ run_id_of(dag_run) }}", "--user-id", "u", "--median", "{{ params.median }}"], submit["spark_python_task"]["parameters"])
        self.assertEqual(("d", "c-1", "{{ token_of(ti) }}"), (submit["databricks_conn_id"], submit["existing_cluster_id"], submit["json"]["idempotency_token"]))
        self.assertNotIn("new_cluster", submit)

        import pipeline
        taken = pipeline.parse_arguments(submit["spark_python_task"]["parameters"][:-1] + ["exact"])
        self.assertEqual("s3://b", taken.bucket)

    def test_without_a_cluster_a_new_one_is_asked_for(self):
        recorder, _ = load()
        _, submit = made(recorder, "DatabricksSubmitRunOperator")
        self.assertEqual({"spark_version", "node_type_id", "num_workers", "data_security_mode"}, set(submit["new_cluster"]))

    def test_ids_and_tokens_hold_what_paths_and_Databricks_take(self):
        _, module = load()
        dag_run = types.SimpleNamespace(dag_id="u_dag", run_id="scheduled__2026-01-01T00:00:00+00:00", logical_date=datetime.datetime(2026, 1, 1))
        self.assertRegex(module["run_id_of"](dag_run), r"^airflow-20260101T000000-[0-9a-f]{8}$")
        first, second = (module["token_of"](types.SimpleNamespace(dag_id="u_dag", task_id="t", run_id="r", try_number=number)) for number in (1, 2))
        self.assertNotEqual(first, second)
        self.assertRegex(first, "^[0-9a-f]{64}$")

    def test_the_worker_is_asked_once_for_a_DAG_run_and_then_waited_for(self):
        recorder, _ = load({"worker_conn_id": "w"})
        _, start = made(recorder, "HttpOperator")
        _, wait = made(recorder, "HttpSensor")
        self.assertEqual(("POST", "analytics/pinterest/runs", "w"), (start["method"], start["endpoint"], start["http_conn_id"]))
        self.assertEqual({"Idempotency-Key": "{{ dag.dag_id }}/{{ run_id }}"}, start["headers"])
        self.assertNotIn("data", start, "A run takes no body.")
        self.assertEqual("analytics/pinterest/runs/{{ ti.xcom_pull(task_ids='worker.start_run') }}", wait["endpoint"])
        self.assertEqual(("reschedule", 30, 21600), (wait["mode"], wait["poke_interval"], wait["timeout"]))
        self.assertNotIn("404", wait["response_error_codes_allowlist"])

    def test_waiting_ends_with_the_run(self):
        recorder, module = load()
        _, start = made(recorder, "HttpOperator")
        _, wait = made(recorder, "HttpSensor")
        answer = {"id": "r1", "state": "planned", "reason": None}
        response = types.SimpleNamespace(json=lambda: answer)
        self.assertEqual("r1", start["response_filter"](response))
        for state, ended in [("planned", False), ("submitting", False), ("running", False), ("succeeded", True)]:
            answer["state"] = state
            self.assertIs(ended, wait["response_check"](response), state)
        answer.update(state="failed", reason="exit code 1")
        with self.assertRaisesRegex(module["AirflowFailException"], "run r1 is failed: exit code 1"):
            wait["response_check"](response)


class Syntax(unittest.TestCase):
    def setUp(self):
        with open(FILE, encoding="utf-8") as file:
            self.tree = ast.parse(file.read())

    def test_only_modules_that_the_requirements_bring_are_imported(self):
        imported = {node.module for node in ast.walk(self.tree) if isinstance(node, ast.ImportFrom)}
        imported |= {name.name for node in ast.walk(self.tree) if isinstance(node, ast.Import) for name in node.names}
        with open(os.path.join(os.path.dirname(FILE), "../requirements.txt"), encoding="utf-8") as file:
            required = re.findall(r"^apache-airflow-providers-([a-z-]+)", file.read(), re.MULTILINE)
        providers = {name.split(".")[2] for name in imported if name.startswith("airflow.providers.")}
        self.assertEqual(set(required), providers)
        self.assertEqual({"__future__", "datetime", "hashlib"}, {name for name in imported if not name.startswith("airflow")})

    def test_the_variable_is_the_only_question_while_it_is_parsed(self):
        asked = [node for node in ast.walk(self.tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Variable"]
        self.assertEqual(1, len(asked))

    def test_there_is_no_secret_in_it(self):
        for node in ast.walk(self.tree):
            if isinstance(node, ast.keyword) and node.arg and re.search("token|password|secret|auth|login", node.arg):
                self.fail(f"line {node.value.lineno}: {node.arg}")
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.assertIsNone(re.search(r"dapi[0-9a-f]{8}|AKIA[0-9A-Z]{8}|://[^/\s]+:[^/\s]+@|Bearer ", node.value), f"line {node.lineno}")


if __name__ == "__main__":
    unittest.main()
