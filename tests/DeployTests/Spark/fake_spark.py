"""A stand-in for a SparkSession: it computes nothing, records every call, and answers what a test has told it to.

It shows in which order pipeline.py asks for what, and with which SQL. Whether Spark would do it is for deploy/spark/oracle.sh to show.
"""
import os
import re
import shutil
import sys
import types
from pathlib import Path as LocalPath


class Frame:
    """A DataFrame of which only its making is known: the chain of calls as text."""

    def __init__(self, spark, made_by):
        self.spark, self.made_by = spark, made_by

    @property
    def write(self):
        return Frame(self.spark, f"{self.made_by}.write")

    @property
    def schema(self):
        return types.SimpleNamespace(fields=self.spark.columns())

    def __getattr__(self, method):
        def call(*arguments, **named):
            shown = ", ".join([*map(show, arguments), *(f"{name}={show(value)}" for name, value in named.items())])
            made_by = f"{self.made_by}.{method}({shown})"
            if method in ("first", "count", "collect") and not made_by.endswith(".groupBy('source').count()"):
                return self.spark.answer(made_by)
            if ".write." in made_by and method == "parquet" or method == "createOrReplaceTempView":
                self.spark.calls.append(made_by)
            return Frame(self.spark, made_by)
        return call


def show(value):
    return f"<{value.made_by}>" if isinstance(value, Frame) else "udf" if callable(value) else repr(value)


class FakeSpark:
    """Text files are really read and _SUCCESS.json is really written, below a folder; all else is recorded in `calls`.

    objects: number and bytes of a source's objects; records, rows, rejected: what counting gives; result: every query's rows.
    """

    def __init__(self, version="3.5.1", objects=(1, 5), records=3, rows=2, rejected=1, result=(("a", 1), ("b", 2)), kind="bigint", refuse_sql=None):
        self.version, self.calls, self.kind, self.refuse_sql = version, [], kind, refuse_sql
        self._answers = {
            r"\.agg\(.*\)\.first\(\)": objects,
            r"\.persist\(\)\.count\(\)": records,
            r"read\.parquet\('[^']*/tables/\w+'\)\.count\(\)": rows,
            r"read\.parquet\('[^']*/rejected'\)\.groupBy\('source'\)\.count\(\)\.collect\(\)": [(source, rejected) for source in ("pin", "geo", "user") if rejected],
            r"\.limit\(100001\)\.collect\(\)": list(result),
        }
        self.conf = types.SimpleNamespace(set=lambda name, value: self.calls.append(f"conf {name}={value}"))
        self.sparkContext = types.SimpleNamespace(
            _jvm=types.SimpleNamespace(org=types.SimpleNamespace(apache=types.SimpleNamespace(hadoop=types.SimpleNamespace(fs=self)))),
            _jsc=types.SimpleNamespace(hadoopConfiguration=lambda: "settings"))
        self.Path = lambda uri: HadoopPath(self, uri)

    def sql(self, sql):
        if self.refuse_sql and self.refuse_sql in sql:
            raise RuntimeError("\n[PARSE_SYNTAX_ERROR] Syntax error at or near 'x'.\nthe plan follows")
        self.calls.append(f"sql {sql}")
        return Frame(self, f"sql({sql[:40]})")

    def table(self, name):
        return Frame(self, f"table({name})")

    def createDataFrame(self, rows, schema):
        return Frame(self, f"createDataFrame({rows!r}, {schema if isinstance(schema, str) else 'schema'})")

    @property
    def read(self):
        return Reader(self)

    def answer(self, made_by):
        for question, answer in self._answers.items():
            if re.search(f"{question}$", made_by):
                return answer
        raise AssertionError(f"Nobody asks this so far: {made_by}")

    def columns(self):
        return [types.SimpleNamespace(name="total", dataType=types.SimpleNamespace(simpleString=lambda: self.kind))]


class Reader(Frame):
    def __init__(self, spark):
        super().__init__(spark, "read")

    def schema(self, columns):
        return Frame(self.spark, f"read.schema({columns!r})")

    def text(self, uri, wholetext):
        assert wholetext
        self.spark.calls.append(f"read {uri}")
        path = LocalPath(uri.replace("\\", ""))
        if not path.exists():
            raise RuntimeError(f"[PATH_NOT_FOUND] Path does not exist: {uri}.")
        return types.SimpleNamespace(first=lambda: (path.read_text(encoding="utf-8"),))


class HadoopPath:
    """org.apache.hadoop.fs.Path and the local FileSystem, as far as pipeline.py uses them."""

    def __init__(self, spark, uri):
        self.spark, self.uri = spark, uri

    def toString(self):
        return f"file:{self.uri}"

    def getFileSystem(self, settings):
        assert settings == "settings"
        return self

    def exists(self, path):
        return os.path.exists(path.uri)

    def globStatus(self, path):
        folder, pattern = path.uri.replace("\\", "").split("/topics/", 1)
        found = sorted(LocalPath(folder).glob(f"topics/{pattern}"))
        return [types.SimpleNamespace(
            getPath=lambda each=each: HadoopPath(self.spark, str(each)), getLen=lambda each=each: each.stat().st_size) for each in found] or None

    def create(self, path, overwrite):
        assert overwrite
        os.makedirs(os.path.dirname(path.uri), exist_ok=True)
        return open(path.uri, "wb")

    def rename(self, source, target):
        if os.path.exists(target.uri):
            return False
        shutil.move(source.uri, target.uri)
        self.spark.calls.append(f"create {target.uri}")
        return True


def install_pyspark():
    """The modules that pipeline.py imports when it runs; functions give their own text."""
    functions = types.ModuleType("pyspark.sql.functions")

    def function(name):
        return lambda *arguments: Frame(None, f"{name}({', '.join(map(show, arguments))})")

    for name in ("count", "sum", "explode", "lit", "monotonically_increasing_id"):
        setattr(functions, name, function(name))
    functions.udf = lambda python, kind: function("udf")
    sql = types.ModuleType("pyspark.sql")
    sql.functions = functions
    sys.modules.update({"pyspark": types.ModuleType("pyspark"), "pyspark.sql": sql, "pyspark.sql.functions": functions})
