"""Runs a notebook in a stand-in for a Databricks notebook's surroundings, which computes nothing and records what it is asked.

    run_notebook.py NOTEBOOK WIDGETS     WIDGETS is a JSON object of the values that widgets have

Prints the recorded calls as a JSON array of texts, the way there included; SQL as it is. What foreachBatch is given is called with one batch, numbered 7.
Whether Databricks would do what it is asked only Databricks shows.
"""
import contextlib
import json
import os
import sys
import types

CALLS = []
ENDS = {"load", "start", "saveAsTable", "createOrReplaceTempView", "sql", "set", "mount", "ls", "parquet", "awaitAnyTermination", "display"}
SECRETS = {"aws-access-key": "<the access key>", "aws-secret-key": "<the secret/key>"}


def show(value) -> str:
    if isinstance(value, Asked):
        return value.way
    return "python" if isinstance(value, types.FunctionType) else repr(value)


class Asked:
    """Anything that is asked for something: it remembers the way, and records where a way ends."""

    def __init__(self, way):
        self.way = way

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return BATCH_SESSION if name == "sparkSession" else Asked(f"{self.way}.{name}")

    def __call__(self, *arguments, **named):
        name = self.way.rpartition(".")[2]
        if name == "foreachBatch":
            arguments[0](Asked("batch"), 7)
        way = f"{self.way}({', '.join([*map(show, arguments), *(f'{key}={show(value)}' for key, value in named.items())])})"
        if name in ENDS:
            CALLS.append(f"{self.way}: {arguments[0]}" if name == "sql" else way)
        return Asked(way)

    def __iter__(self):
        return iter(())


BATCH_SESSION = Asked("session")


class Widgets:
    def __init__(self, values):
        self._values, self._known = values, {}

    def text(self, name, default):
        self._known[name] = default

    def dropdown(self, name, default, choices):
        assert self._values.get(name, default) in choices
        self._known[name] = default

    def get(self, name):
        return self._values.get(name, self._known[name])


def install(mounts):
    """The modules that notebooks import; pipeline.py is the checkout's own, with its main recorded in place of run."""
    functions = types.ModuleType("pyspark.sql.functions")
    functions.__getattr__ = lambda name: Asked(name)
    sql = types.ModuleType("pyspark.sql")
    sql.functions = functions
    pyspark = types.ModuleType("pyspark")
    pyspark.cloudpickle = types.SimpleNamespace(register_pickle_by_value=lambda module: CALLS.append(f"pickled by value: {module.__name__}"))
    sys.modules.update({"pyspark": pyspark, "pyspark.sql": sql, "pyspark.sql.functions": functions})

    sys.path.insert(0, os.path.join(os.environ["INGEST_ROOT"], "deploy", "spark"))
    import pipeline
    pipeline.main = lambda argv: CALLS.append(f"pipeline.main({argv})") or 0

    fs = Asked("dbutils.fs")
    fs.mounts = lambda: [types.SimpleNamespace(mountPoint=point, source=source) for point, source in mounts.items()]
    return fs, types.SimpleNamespace(get=lambda scope, key: SECRETS[key])


def main(notebook, values):
    fs, secrets = install(json.loads(values.pop("mounts", "{}")))
    surroundings = {
        "__name__": "__main__",
        "spark": Asked("spark"),
        "dbutils": types.SimpleNamespace(widgets=Widgets(values), fs=fs, secrets=secrets),
        "display": Asked("display"),
    }
    os.chdir(os.path.dirname(os.path.abspath(notebook)))
    with open(os.path.basename(notebook), encoding="utf-8") as file:
        code = compile(file.read(), notebook, "exec")
    with contextlib.redirect_stdout(sys.stderr):
        exec(code, surroundings)
    json.dump([call.replace(os.environ["INGEST_ROOT"], "ROOT") for call in CALLS], sys.stdout)


main(sys.argv[1], json.loads(sys.argv[2]))
