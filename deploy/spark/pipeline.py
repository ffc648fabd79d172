"""Runs a pipeline folder on Spark: the same cleaning and query SQL as the embedded engine, the same outputs.

    spark-submit pipeline.py --pipeline URI (--inputs URI | --bucket URI) --output URI --run ID [--user-id ID] [--median exact|discrete]

--pipeline  folder with pipeline.json, sources.spark.sql, clean/, sinks.spark.sql and queries/: a path or any URI that Hadoop reads
--inputs    manifest of the objects to read; --bucket lists <bucket>/topics/<topic>/partition=*/ itself and keeps the list as
            <output>/inputs.json, which a second attempt reads in place of listing again
--output    gets tables/<source>, rejected, results/<query>.parquet and, last of all, results/_SUCCESS.json

Exit code 0: results/_SUCCESS.json is there. 2: the arguments or what they point at do not hold. 1: anything else.
docs/spark.md tells the rest. Everything above `connect` is plain Python; what needs Spark comes below it.
"""
from __future__ import annotations

import argparse
import json
import os
import re
import sys
import traceback
from typing import Callable, Iterator, NamedTuple

SPARK_MIN = (3, 4)
RECORD_BYTES_MAX = 1 << 20   # as DuckDb:RecordBytesMax
RECORD_DEPTH_MAX = 64        # as DuckDb:RecordDepthMax
LINE_BYTES_MAX = 16 << 20    # as Batch:LineBytesMax; of a longer line the beginning is kept
RESULT_ROWS_MAX = 100_000    # as DuckDb:ResultRowsMax
TYPES = {
    "integer": "int", "long": "bigint", "double": "double", "string": "string", "timestamp": "timestamp", "array<double>": "array<double>",
}
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_LTZ",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
    # Years from 0001 on are written as they are; by default Spark 3 refuses those before 1900.
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    # An object that is gone or cannot be read fails the run; skipping it would be silent loss.
    "spark.sql.files.ignoreMissingFiles": "false",
    "spark.sql.files.ignoreCorruptFiles": "false",
    # Plain Python functions; with Arrow they would ask for pyarrow.
    "spark.sql.execution.pythonUDF.arrow.enabled": "false",
}


class Failure(Exception):
    """What ends the run, in one line; 2 when the arguments or what they point at do not hold, else 1."""

    def __init__(self, reason: str, code: int = 1):
        super().__init__(" ".join(reason.split()))
        self.code = code


# --- arguments, pipeline, inputs ---------------------------------------------------------------------------------------------

class Arguments(argparse.ArgumentParser):
    def error(self, message):
        raise Failure(message, 2)


def parse_arguments(argv: list[str]) -> argparse.Namespace:
    parser = Arguments(prog="pipeline.py", allow_abbrev=False)
    parser.add_argument("--pipeline", required=True)
    objects = parser.add_mutually_exclusive_group(required=True)
    objects.add_argument("--inputs")
    objects.add_argument("--bucket")
    parser.add_argument("--output", required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--user-id")
    parser.add_argument("--median", choices=["exact", "discrete"])
    arguments = parser.parse_args(argv)
    for name in ("pipeline", "inputs", "bucket", "output", "run"):
        value = getattr(arguments, name)
        if value is not None and not value.strip("/ "):
            raise Failure(f"argument --{name}: '{value}' is empty", 2)
        if value is not None and name != "run":
            setattr(arguments, name, value.rstrip("/"))
    return arguments


class Source(NamedTuple):
    name: str
    topic: str
    fields: list[str]
    columns: list[tuple[str, str]]   # name, Spark's type


class Script(NamedTuple):
    file: str
    sql: str


class Pipeline(NamedTuple):
    name: str
    sources: list[Source]
    cleaning: list[Script]
    queries: list[tuple[str, Script]]


def load_pipeline(read: Callable[[str], str], folder: str, median: str | None, user_id: str | None) -> Pipeline:
    """Reads pipeline.json and the SQL files that it names, with the parameters filled in."""
    try:
        file = json.loads(read(f"{folder}/pipeline.json"))
        median = median or file.get("median", "exact")
        sources = [
            Source(
                source["name"],
                source["topic"].replace("{userId}", user_id or "{userId}"),
                list(source["fields"]),
                [(column["name"], TYPES[column["type"]]) for column in source["columns"]],
            )
            for source in file["sources"]
        ]
        name, ids = file["name"], [query["id"] for query in file["queries"]]
    except (ValueError, TypeError, AttributeError, KeyError) as wrong:
        raise Failure(f"{folder}/pipeline.json: {type(wrong).__name__}: {wrong}", 2) from wrong
    if median not in ("exact", "discrete"):
        raise Failure(f"{folder}/pipeline.json: median is '{median}'; it must be exact or discrete", 2)

    def script(path: str) -> Script:
        return Script(path, fill_in(read(f"{folder}/{path}"), median, path))

    cleaning = ["sources.spark.sql", *(f"clean/{source.name}.sql" for source in sources), "sinks.spark.sql"]
    return Pipeline(
        name, sources, [script(path) for path in cleaning], [(each, script(f"queries/{each.lower()}.sql")) for each in ids])


def fill_in(sql: str, median: str, file: str) -> str:
    """Puts values in the place of ${percentile} and ${median_type}; there are no others."""
    exact = median == "exact"
    values = {"percentile": "percentile_cont" if exact else "percentile_disc", "median_type": "DOUBLE" if exact else "BIGINT"}

    def value(match):
        if match.group(1) not in values:
            raise Failure(f"{file}: {match.group(0)} is no parameter; there are {', '.join(values)}", 2)
        return values[match.group(1)]

    return re.sub(r"\$\{([^}]*)\}", value, sql)


_TOKENS = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|`[^`]*`|--[^\n]*|/\*.*?\*/|.", re.DOTALL)


def statements(sql: str) -> list[str]:
    """The statements of a file, without comments: Spark runs one at a time."""
    parts = [""]
    for token in _TOKENS.findall(sql):
        if token == ";":
            parts.append("")
        elif not token.startswith(("--", "/*")):
            parts[-1] += token
    return [part.strip() for part in parts if part.strip()]


class Object(NamedTuple):
    uri: str
    bytes: int | None


def read_manifest(text: str, run: str, sources: list[Source], place: str) -> dict[str, list[Object]]:
    """The objects of each source: addresses, or objects with a uri and perhaps the bytes that it must have."""
    try:
        manifest = json.loads(text)
        if manifest.get("run", run) != run:
            raise Failure(f"{place} is of run {manifest['run']}, not of {run}", 2)
        listed = manifest["sources"]
        unknown = sorted(set(listed) - {source.name for source in sources})
        if unknown:
            raise Failure(f"{place}: the pipeline has no source '{unknown[0]}'", 2)
        objects = {
            source.name: [
                Object(each, None) if isinstance(each, str) else Object(each["uri"], each.get("bytes")) for each in listed.get(source.name, [])
            ]
            for source in sources
        }
    except (ValueError, TypeError, AttributeError, KeyError) as wrong:
        raise Failure(f"{place}: not a manifest of inputs: {type(wrong).__name__}: {wrong}", 2) from wrong
    for each in (each for source in objects.values() for each in source):
        if not isinstance(each.uri, str) or not each.uri or not isinstance(each.bytes, (int, type(None))):
            raise Failure(f"{place}: not an object with a uri and its bytes: {each.uri!r}, {each.bytes!r}", 2)
    return objects


def is_sink_object(uri: str) -> bool:
    """Whether the sink names objects so: partition=<p>/<topic>+<p>+<first offset>.json."""
    return re.search(r"/partition=[0-9]+/(?:[^/]*\+)?[0-9]+\.json$", uri) is not None


def object_key(uri: str) -> str:
    """The key in the bucket, from an address below it, however that is written."""
    key = re.search(r"(?:^|/)(topics/[^/]+/partition=[^/]+/[^/]+)$", uri)
    return key.group(1) if key else uri


def exactly(uri: str) -> str:
    """The address, for a reader that takes it for a pattern: Hadoop's escape is a backslash."""
    return re.sub(r"([*?\[\]{}\\])", r"\\\1", uri)


def require_version(version: str) -> None:
    numbers = tuple(int(number) for number in re.findall(r"\d+", version)[:2])
    if numbers < SPARK_MIN:
        raise Failure(f"Spark {version} is too old: {SPARK_MIN[0]}.{SPARK_MIN[1]} or later is needed")


# --- records -----------------------------------------------------------------------------------------------------------------

class Number(str):
    """A number as it is written."""


class Pairs(list):
    """An object's members, in order and with repeats."""


def lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that are not empty, ended by LF or CR LF, with their numbers from 1, empty ones counted."""
    for number, line in enumerate(content.split(b"\n"), 1):
        line = line[:-1] if line.endswith(b"\r") else line
        if line:
            yield number, line


def read_record(record: bytes, fields: list[str]) -> tuple[str | None, str | None]:
    """(reason, None) for what is not one JSON object with each field at most once, else (None, the fields' texts as JSON)."""
    if len(record) > LINE_BYTES_MAX:
        return f"The line has {len(record)} bytes; only the first {LINE_BYTES_MAX} are kept.", None
    if len(record) > RECORD_BYTES_MAX:
        return f"record: {len(record)} bytes, more than {RECORD_BYTES_MAX}", None
    try:
        value = json.loads(record.decode("utf-8"), object_pairs_hook=Pairs, parse_int=Number, parse_float=Number, parse_constant=_refuse)
        if record.count(b"{") + record.count(b"[") > RECORD_DEPTH_MAX and depth_of(value) > RECORD_DEPTH_MAX:
            raise RecursionError
        if b"\\u" in record:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError:
        return "record: not valid UTF-8", None
    except UnicodeEncodeError:
        return "record: text with half a surrogate pair", None
    except RecursionError:
        return f"record: not valid JSON: deeper than {RECORD_DEPTH_MAX} levels", None
    except ValueError as invalid:
        return f"record: not valid JSON: {invalid}", None
    if not isinstance(value, Pairs):
        return f"record: a JSON {_word(value)}, not an object", None

    texts: dict[str, str | None] = {}
    for name, member in value:
        if name in fields:
            if name in texts:
                return f"{name}: occurs twice", None
            texts[name] = member if type(member) is str else None if member is None else json_text(member)
    return None, json.dumps(texts, ensure_ascii=False, separators=(",", ":"))


def depth_of(value: object) -> int:
    """How many objects and lists are inside each other."""
    depth, level = 0, [value]
    while level:
        level = [item for item in level if isinstance(item, list)]
        depth += 1 if level else 0
        level = [part[1] if isinstance(item, Pairs) else part for item in level for part in item]
    return depth


def json_text(value: object) -> str:
    """A value as JSON without blanks; numbers as number_text writes them."""
    if isinstance(value, Pairs):
        return "{" + ",".join(f"{json_text(name)}:{json_text(member)}" for name, member in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(json_text(item) for item in value) + "]"
    if isinstance(value, Number):
        return number_text(value)
    # Control characters as DuckDB writes them, \u001F; a backslash that is itself escaped is stepped over.
    return re.sub(r"\\(\\|u00..)", lambda escape: escape.group(0)[:2] + escape.group(0)[2:].upper(), json.dumps(value, ensure_ascii=False))


def number_text(number: str) -> str:
    """A whole number keeps its digits; any other is its shortest text, with .0 when it has no fraction: 7.5280e3 is 7528.0."""
    if not re.search(r"[.eE]", number):
        return "0" if number == "-0" else number
    sign, digits, exponent = re.match(r"(-?)(.*?)(?:e(.*))?$", repr(float(number))).groups()
    if digits == "inf":
        return number
    whole, _, fraction = digits.partition(".")
    point = len(whole) + int(exponent or 0)
    digits = (whole + fraction).rstrip("0")
    point -= len(digits) - len(digits.lstrip("0"))
    digits = digits.lstrip("0")
    if not digits:
        return sign + "0.0"
    if 0 < point <= 21:
        return f"{sign}{digits[:point].ljust(point, '0')}.{digits[point:] or '0'}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return f"{sign}{digits[0]}{'.' + digits[1:] if digits[1:] else ''}e{point - 1}"


def read_object(uri: str, content: bytes, fields: list[str]) -> list[tuple]:
    """Every record of an object: its key, its line's number, why it cannot be read, its fields, its bytes."""
    key = object_key(uri)
    return [(key, number, *read_record(line, fields), line[:LINE_BYTES_MAX]) for number, line in lines(bytes(content))]


def text_of(record: bytes) -> str | None:
    """The record as text; None when it is not UTF-8."""
    try:
        return bytes(record).decode("utf-8")
    except UnicodeDecodeError:
        return None


def _refuse(word: str):
    raise ValueError(f"{word} is no JSON")


def _word(value: object) -> str:
    if isinstance(value, Number):
        return "number"
    return {list: "list", str: "text", bool: "truth value"}.get(type(value), "null")


# --- Spark -------------------------------------------------------------------------------------------------------------------

RECORDS = "array<struct<_container: string, _position: bigint, _reason: string, _json: string, _bytes: binary>>"


def connect():
    from pyspark.sql import SparkSession
    return SparkSession.builder.getOrCreate()


class Files:
    """Files by address, through the Hadoop that Spark brings: it knows every scheme that the cluster is set up for."""

    def __init__(self, spark):
        self._spark = spark
        self._hadoop = spark.sparkContext._jvm.org.apache.hadoop.fs
        self._settings = spark.sparkContext._jsc.hadoopConfiguration()

    def read(self, uri: str) -> str:
        try:
            row = self._spark.read.text(exactly(uri), wholetext=True).first()
        except Exception as failure:
            raise Failure(f"{uri}: {first_line(failure)}", 2) from failure
        return row[0] if row else ""

    def exists(self, uri: str) -> bool:
        path, system = self._open(uri)
        return system.exists(path)

    def find(self, bucket: str, topic: str) -> list[Object]:
        path, system = self._open(f"{exactly(bucket)}/topics/{topic}/partition=*/*.json")
        found = [Object(status.getPath().toString(), status.getLen()) for status in system.globStatus(path) or []]
        return sorted(each for each in found if is_sink_object(each.uri))

    def create(self, uri: str, text: str) -> None:
        """Makes a file, whole or not at all; one that is there already is left as it is, and that is a failure."""
        path, system = self._open(uri)
        if system.exists(path):
            raise Failure(f"{uri} is there already")
        part, _ = self._open(f"{uri}.part")
        stream = system.create(part, True)
        stream.write(bytearray(text.encode("utf-8")))
        stream.close()
        if not system.rename(part, path):
            raise Failure(f"{uri} cannot be created: the rename of {uri}.part was refused")

    def _open(self, uri: str):
        path = self._hadoop.Path(uri)
        return path, path.getFileSystem(self._settings)


class WorkspaceFiles(Files):
    """Files as Databricks reaches them: through dbutils, which has Unity Catalog's credentials. Hadoop, asked directly, has not."""

    def __init__(self, spark, dbutils):
        self._spark, self._fs = spark, dbutils.fs
        # Databricks' own way of writing leaves replaced files in a folder, and markers that tell which; who lists it would read both.
        spark.conf.set("spark.sql.sources.commitProtocolClass", "org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol")

    def exists(self, uri: str) -> bool:
        return bool(self._list(uri))

    def find(self, bucket: str, topic: str) -> list[Object]:
        partitions = [each.path for each in self._list(f"{bucket}/topics/{topic}") if each.name.startswith("partition=")]
        found = [Object(each.path, each.size) for partition in partitions for each in self._list(partition)]
        return sorted(each for each in found if is_sink_object(each.uri))

    def create(self, uri: str, text: str) -> None:
        if not self._fs.put(uri, text, False):
            raise Failure(f"{uri} cannot be created")

    def _list(self, uri: str) -> list:
        """What a folder holds, or the file itself; nothing when there is none."""
        try:
            return self._fs.ls(uri)
        except Exception as failure:
            if "FileNotFoundException" in str(failure):
                return []
            raise


def open_files(spark) -> Files:
    if "DATABRICKS_RUNTIME_VERSION" not in os.environ:
        return Files(spark)
    from pyspark.dbutils import DBUtils
    return WorkspaceFiles(spark, DBUtils(spark))


def run(spark, files: Files, arguments: argparse.Namespace) -> None:
    """The steps, in order. What an earlier attempt left is replaced, up to results/_SUCCESS.json, after which nothing is."""
    require_version(spark.version)
    for name, value in SETTINGS.items():
        spark.conf.set(name, value)
    output, success = arguments.output, f"{arguments.output}/results/_SUCCESS.json"
    if files.exists(success):
        print(f"{success} is there already: this run has succeeded, nothing is done")
        return

    pipeline = load_pipeline(files.read, arguments.pipeline, arguments.median, arguments.user_id)
    inputs = find_inputs(files, arguments, pipeline)
    records = {source.name: register(spark, source, inputs[source.name]) for source in pipeline.sources}
    for script in pipeline.cleaning:
        for statement in statements(script.sql):
            run_sql(spark, script.file, statement)
    for source in pipeline.sources:
        write_table(spark, source, output)
    counts = write_rejected(spark, pipeline, records, output)
    for source in pipeline.sources:
        read_distinct(spark, source, output)
    answers = [{"id": name, "rows": answer(spark, name, script, output)} for name, script in pipeline.queries]
    files.create(success, json.dumps({"run": arguments.run, "queries": answers, "sources": counts}))


def find_inputs(files: Files, arguments: argparse.Namespace, pipeline: Pipeline) -> dict[str, list[Object]]:
    place = arguments.inputs or f"{arguments.output}/inputs.json"
    if arguments.bucket and not files.exists(place):
        for source in pipeline.sources:
            if "{userId}" in source.topic:
                raise Failure(f"argument --user-id: the topic of '{source.name}' is {source.topic}", 2)
        found = {source.name: files.find(arguments.bucket, source.topic) for source in pipeline.sources}
        listed = {name: [{"uri": each.uri, "key": object_key(each.uri), "bytes": each.bytes} for each in objects] for name, objects in found.items()}
        every = [each for objects in found.values() for each in objects]
        files.create(place, json.dumps({"run": arguments.run, "sources": listed, "objects": len(every), "bytes": sum(each.bytes for each in every)}))
    return read_manifest(files.read(place), arguments.run, pipeline.sources, place)


def register(spark, source: Source, objects: list[Object]):
    """The records of a source, kept for the steps that need them, and the view {source}_json of those that can be read."""
    from pyspark.sql import functions as f
    # Spark reads no empty files, and would count one object fewer.
    objects = [each for each in objects if each.bytes != 0]
    if objects:
        found = spark.read.format("binaryFile").load([exactly(each.uri) for each in objects])
        if all(each.bytes is not None for each in objects):
            require_objects(source, objects, found.agg(f.count("path"), f.sum("length")).first())
    else:
        found = spark.createDataFrame([], "path string, content binary")
    fields = source.fields
    read = f.udf(lambda uri, content: read_object(uri, content, fields), RECORDS)
    records = (
        found.select(f.explode(read("path", "content")).alias("record"))
        .select("record.*").withColumn("_row", f.monotonically_increasing_id()).persist())
    records.where("_reason IS NULL").selectExpr(
        "_row", "_container", "CAST(_position AS STRING) AS _position", "_json").createOrReplaceTempView(f"{source.name}_json")
    return records


def require_objects(source: Source, objects: list[Object], found) -> None:
    """Objects are never changed: other numbers than the manifest's mean that something else is read than was planned."""
    expected = len(objects), sum(each.bytes for each in objects)
    if tuple(found) != expected:
        raise Failure("{}: the inputs name {} objects of {} bytes, there are {} of {}".format(source.name, *expected, *found), 2)


def write_table(spark, source: Source, output: str) -> None:
    columns = [f"CAST(`{name}` AS {kind}) AS `{name}`" for name, kind in source.columns]
    rows = spark.table(f"{source.name}_sink").where("_rejected IS NULL")
    rows = rows.selectExpr(*columns, "_container AS _object", "CAST(_position AS bigint) AS _line")
    rows.write.mode("overwrite").parquet(f"{output}/tables/{source.name}")


def write_rejected(spark, pipeline: Pipeline, records: dict, output: str) -> dict[str, dict]:
    """Writes what cannot be read, with its bytes, and says how many rows and rejected records each source has."""
    from pyspark.sql import functions as f
    rejected = None
    for source in pipeline.sources:
        all_records = records[source.name].selectExpr("_container AS _object", "_position AS _line", "_reason", "_bytes AS bytes")
        unreadable = all_records.where("_reason IS NOT NULL").withColumnRenamed("_reason", "reason")
        refused = spark.table(f"{source.name}_sink").where("_rejected IS NOT NULL").selectExpr(
            "_container AS _object", "CAST(_position AS bigint) AS _line", "_rejected AS reason")
        refused = refused.join(all_records.drop("_reason"), ["_object", "_line"])
        both = unreadable.unionByName(refused).withColumn("source", f.lit(source.name))
        rejected = both if rejected is None else rejected.unionByName(both)
    text = f.udf(text_of, "string")
    rejected = rejected.withColumn("raw", text("bytes")).select("source", "_object", "_line", "reason", "raw", "bytes")
    rejected.write.mode("overwrite").parquet(f"{output}/rejected")
    return count_rows(spark, pipeline, records, output)


def count_rows(spark, pipeline: Pipeline, records: dict, output: str) -> dict[str, dict]:
    """Counts what was written; cleaning is per record, so a sink that loses or repeats rows is an error."""
    refused = dict(spark.read.parquet(exactly(f"{output}/rejected")).groupBy("source").count().collect())
    counts = {}
    for source in pipeline.sources:
        rows, aside = spark.read.parquet(exactly(f"{output}/tables/{source.name}")).count(), refused.get(source.name, 0)
        expected = records[source.name].count()
        if rows + aside != expected:
            raise Failure(f"{source.name}_sink gives {rows + aside} rows for {expected} records; cleaning is per record")
        counts[source.name] = {"rows": rows, "rejected": aside}
        print(f"{source.name}: {rows} rows, {aside} rejected")
        records[source.name].unpersist()
    return counts


def read_distinct(spark, source: Source, output: str) -> None:
    """The view {source}_distinct, from the rows as they were written."""
    schema = ", ".join(f"`{name}` {kind}" for name, kind in source.columns)
    rows = spark.read.schema(schema).parquet(exactly(f"{output}/tables/{source.name}"))
    rows.distinct().persist().createOrReplaceTempView(f"{source.name}_distinct")


def answer(spark, name: str, script: Script, output: str) -> int:
    """Writes the answer of a query as one file, its rows in the query's order, and says how many there are."""
    sql = statements(script.sql)
    if len(sql) != 1:
        raise Failure(f"{script.file}: {len(sql)} statements; a query is one")
    frame = run_sql(spark, script.file, sql[0])
    for field in frame.schema.fields:
        if field.dataType.simpleString() not in TYPES.values():
            raise Failure(f"{script.file}: column {field.name} is {field.dataType.simpleString()}; cast it to a type that a table can hold")
    try:
        rows = frame.limit(RESULT_ROWS_MAX + 1).collect()
    except Exception as failure:
        raise Failure(f"{script.file}: {first_line(failure)}") from failure
    if len(rows) > RESULT_ROWS_MAX:
        raise Failure(f"{script.file}: the answer has more than {RESULT_ROWS_MAX} rows")
    spark.createDataFrame(rows, frame.schema).coalesce(1).write.mode("overwrite").parquet(f"{output}/results/{name}.parquet")
    print(f"{name}: {len(rows)} rows")
    return len(rows)


def run_sql(spark, file: str, sql: str):
    try:
        return spark.sql(sql)
    except Exception as failure:
        raise Failure(f"{file}: {first_line(failure)}") from failure


def first_line(failure: Exception) -> str:
    return next((line for line in str(failure).splitlines() if line.strip()), type(failure).__name__)


def main(argv: list[str], connect=connect) -> int:
    try:
        arguments = parse_arguments(argv)
        spark = connect()
        run(spark, open_files(spark), arguments)
        return 0
    except Failure as failure:
        print(f"pipeline.py: {failure}", file=sys.stderr)
        return failure.code
    except Exception as failure:
        traceback.print_exc()
        print(f"pipeline.py: {type(failure).__name__}: {first_line(failure)}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    # Only a failure leaves by sys.exit: Databricks takes any SystemExit for one.
    code = main(sys.argv[1:])
    if code:
        sys.exit(code)
