"""pipeline.py's steps, recorded by a stand-in for Spark (fake_spark.py)."""
import contextlib
import io
import json
import os
import tempfile
import unittest

import fake_spark
import pipeline

ROOT = os.environ["INGEST_ROOT"]

class Run:
    """The program over a folder of its own, with one object of 5 bytes for each source."""

    def __init__(self, folder, arguments=(), **fake):
        self.output = f"{folder}/runs/pinterest/r1"
        self.bucket = folder
        for source in ("pin", "geo", "user"):
            os.makedirs(f"{folder}/topics/demo.{source}/partition=0", exist_ok=True)
            for name in (f"demo.{source}+0+0000000000.json", "notes.json"):
                with open(f"{folder}/topics/demo.{source}/partition=0/{name}", "w", encoding="utf-8") as file:
                    file.write('{"a"}')
        self.spark = fake_spark.FakeSpark(**fake)
        self.arguments = ["--pipeline", f"{ROOT}/pipelines/pinterest", "--output", self.output, "--run", "r1", *arguments]

    def main(self):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = pipeline.main(self.arguments, lambda: self.spark)
        return code, out.getvalue(), err.getvalue()

    def write_manifest(self, objects):
        os.makedirs(self.output, exist_ok=True)
        with open(f"{self.output}/inputs.json", "w", encoding="utf-8") as file:
            json.dump({"run": "r1", "sources": objects}, file)
        return f"{self.output}/inputs.json"

    def success(self):
        with open(f"{self.output}/results/_SUCCESS.json", encoding="utf-8") as file:
            return json.load(file)


class Steps(unittest.TestCase):
    def setUp(self):
        fake_spark.install_pyspark()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def bucket_run(self, **fake):
        return Run(self.folder, arguments=["--bucket", self.folder, "--user-id", "demo"], **fake)

    def test_everything_is_asked_for_in_order_and_success_comes_last(self):
        run = self.bucket_run()
        self.assertEqual((0, ""), run.main()[::2])

        steps = [short(call, run.output) for call in run.spark.calls]
        self.assertEqual([
            *(f"conf {name}={value}" for name, value in pipeline.SETTINGS.items()),
            *(f"read {path}" for path in [
                "pipeline.json", "sources.spark.sql", "clean/pin.sql", "clean/geo.sql", "clean/user.sql", "sinks.spark.sql",
                *(f"queries/q{query}.sql" for query in ["1", "2", "3a", "3b", "4", "5", "6", "7", "8"])]),
            "create inputs.json", "read inputs.json",
            "view pin_json", "view geo_json", "view user_json",
            *(f"sql view {source}_raw" for source in ["pin", "geo", "user"]),
            *(f"sql view {source}_clean" for source in ["pin", "geo", "user"]),
            *(f"sql view {source}_sink" for source in ["pin", "geo", "user"]),
            "write tables/pin", "write tables/geo", "write tables/user", "write rejected",
            "view pin_distinct", "view geo_distinct", "view user_distinct",
            *(step for query in ["Q1", "Q2", "Q3a", "Q3b", "Q4", "Q5", "Q6", "Q7", "Q8"] for step in ["sql query", f"write results/{query}.parquet"]),
            "create results/_SUCCESS.json",
        ], steps)
        self.assertEqual({
            "run": "r1",
            "queries": [{"id": query, "rows": 2} for query in ["Q1", "Q2", "Q3a", "Q3b", "Q4", "Q5", "Q6", "Q7", "Q8"]],
            "sources": {source: {"rows": 2, "rejected": 1} for source in ["pin", "geo", "user"]},
        }, run.success())

    def test_what_is_kept_and_written_is_made_of_what_it_should_be(self):
        run = self.bucket_run()
        run.main()
        objects = f"{self.folder}/topics/demo.user/partition=0/demo.user+0+0000000000.json"
        records = (
            f"read.format('binaryFile').load(['file:{objects}']).select(<explode(<udf('path', 'content')>).alias('record')>).select('record.*')"
            ".withColumn('_row', <monotonically_increasing_id()>).persist()")
        sink = "table(user_sink)"
        columns = ", ".join(f"'CAST(`{name}` AS {kind}) AS `{name}`'" for name, kind in [
            ("ind", "int"), ("user_name", "string"), ("age", "int"), ("date_joined", "timestamp")])
        self.assertIn(
            f"{records}.where('_reason IS NULL').selectExpr('_row', '_container', 'CAST(_position AS STRING) AS _position', '_json')"
            ".createOrReplaceTempView('user_json')", run.spark.calls)
        self.assertIn(
            f"{sink}.where('_rejected IS NULL').selectExpr({columns}, '_container AS _object', 'CAST(_position AS bigint) AS _line')"
            f".write.mode('overwrite').parquet('{run.output}/tables/user')", run.spark.calls)
        self.assertIn(
            f"read.schema('`ind` int, `user_name` string, `age` int, `date_joined` timestamp').parquet('{run.output}/tables/user')"
            ".distinct().persist().createOrReplaceTempView('user_distinct')", run.spark.calls)
        self.assertIn(
            f"createDataFrame([('a', 1), ('b', 2)], schema).coalesce(1).write.mode('overwrite').parquet('{run.output}/results/Q6.parquet')", run.spark.calls)
        rejected, = [call for call in run.spark.calls if call.endswith(f".write.mode('overwrite').parquet('{run.output}/rejected')")]
        for part in [
            ".where('_reason IS NOT NULL').withColumnRenamed('_reason', 'reason')",
            f"{sink}.where('_rejected IS NOT NULL').selectExpr('_container AS _object', 'CAST(_position AS bigint) AS _line', '_rejected AS reason').join(",
            ".select('source', '_object', '_line', 'reason', 'raw', 'bytes')",
        ]:
            self.assertIn(part, rejected)

    def test_a_file_is_made_once_and_whole(self):
        files = pipeline.Files(self.bucket_run().spark)
        files.create(f"{self.folder}/new/file.json", "é")
        with self.assertRaisesRegex(pipeline.Failure, "file.json is there already"):
            files.create(f"{self.folder}/new/file.json", "other")
        self.assertEqual("é", files.read(f"{self.folder}/new/file.json"))

        rival = fake_spark.HadoopPath.create
        self.addCleanup(setattr, fake_spark.HadoopPath, "create", rival)

        def create_after_another(path, part, overwrite):
            with open(f"{self.folder}/new/late.json", "w", encoding="utf-8") as file:
                file.write("first")
            return rival(path, part, overwrite)
        fake_spark.HadoopPath.create = create_after_another
        with self.assertRaisesRegex(pipeline.Failure, "rename of .*late.json.part was refused"):
            files.create(f"{self.folder}/new/late.json", "second")
        self.assertEqual("first", files.read(f"{self.folder}/new/late.json"))

    def test_the_list_of_a_bucket_is_kept_and_read_again_by_a_second_attempt(self):
        run = self.bucket_run(refuse_sql="geo_clean")
        code, _, err = run.main()
        self.assertEqual((1, "pipeline.py: clean/geo.sql: [PARSE_SYNTAX_ERROR] Syntax error at or near 'x'.\n"), (code, err))
        self.assertFalse(os.path.exists(f"{run.output}/results/_SUCCESS.json"))

        with open(f"{run.output}/inputs.json", encoding="utf-8") as file:
            inputs = json.load(file)
        self.assertEqual((3, 15, "topics/demo.geo/partition=0/demo.geo+0+0000000000.json", 5),
                         (inputs["objects"], inputs["bytes"], inputs["sources"]["geo"][0]["key"], inputs["sources"]["geo"][0]["bytes"]))
        again = self.bucket_run()
        self.assertEqual((0, ""), again.main()[::2])
        self.assertNotIn(f"create {run.output}/inputs.json", again.spark.calls)

    def test_a_run_that_has_succeeded_is_not_done_again(self):
        run = self.bucket_run()
        os.makedirs(f"{run.output}/results")
        with open(f"{run.output}/results/_SUCCESS.json", "w", encoding="utf-8") as file:
            file.write("{}")
        code, out, _ = run.main()
        self.assertEqual(0, code)
        self.assertIn("there already", out)
        self.assertEqual([], [call for call in run.spark.calls if not call.startswith("conf ")])

    def test_a_sink_that_loses_rows_fails_the_run(self):
        run = self.bucket_run(records=4, rejected=0)
        self.assertEqual((1, "pipeline.py: pin_sink gives 2 rows for 4 records; cleaning is per record\n"), run.main()[::2])

    def test_objects_other_than_the_manifest_says_fail_the_run(self):
        run = self.bucket_run(objects=(1, 6))
        self.assertEqual((2, "pipeline.py: pin: the inputs name 1 objects of 5 bytes, there are 1 of 6\n"), run.main()[::2])

    def test_an_answer_of_a_type_that_no_table_holds_fails_the_run(self):
        run = self.bucket_run(kind="decimal(38,0)")
        self.assertEqual(
            (1, "pipeline.py: queries/q1.sql: column total is decimal(38,0); cast it to a type that a table can hold\n"), run.main()[::2])

    def test_an_answer_that_is_too_long_fails_the_run(self):
        run = self.bucket_run(result=[("a",)] * 100_001)
        self.assertEqual((1, "pipeline.py: queries/q1.sql: the answer has more than 100000 rows\n"), run.main()[::2])

    def test_a_source_without_objects_or_with_empty_ones_is_empty(self):
        run = Run(self.folder, records=0, rows=0, rejected=0)
        run.arguments += ["--inputs", run.write_manifest({"pin": [{"uri": "file:/gone", "bytes": 0}]})]
        self.assertEqual((0, ""), run.main()[::2])
        self.assertEqual({"rows": 0, "rejected": 0}, run.success()["sources"]["pin"])
        views = [call for call in run.spark.calls if call.endswith("_json')")]
        self.assertEqual(3, len([view for view in views if view.startswith("createDataFrame([], path string, content binary)")]), views)

    def test_objects_of_unknown_size_are_read_without_being_counted(self):
        run = Run(self.folder, objects=(9, 9))
        run.arguments += ["--inputs", run.write_manifest({"pin": ["file:/data/one[1].json", {"uri": "file:/data/two.json", "bytes": 7}]})]
        self.assertEqual((0, ""), run.main()[::2])
        self.assertIn(r".load(['file:/data/one\\[1\\].json', 'file:/data/two.json'])", next(call for call in run.spark.calls if "pin_json" in call))

    def test_what_cannot_be_read_is_named(self):
        run = Run(self.folder, arguments=["--inputs", f"{self.folder}/none.json"])
        self.assertEqual((2, f"pipeline.py: {self.folder}/none.json: [PATH_NOT_FOUND] Path does not exist: {self.folder}/none.json.\n"), run.main()[::2])

    def test_a_bucket_needs_the_user_of_its_topics(self):
        run = Run(self.folder, arguments=["--bucket", self.folder])
        self.assertEqual((2, "pipeline.py: argument --user-id: the topic of 'pin' is {userId}.pin\n"), run.main()[::2])

    def test_a_Spark_that_is_too_old_is_refused_before_anything(self):
        run = self.bucket_run(version="3.3.4")
        self.assertEqual((1, "pipeline.py: Spark 3.3.4 is too old: 3.4 or later is needed\n"), run.main()[::2])
        self.assertEqual([], run.spark.calls)

    def test_a_bug_shows_where_it_is_and_still_ends_in_one_line(self):
        run = self.bucket_run()
        run.spark.conf = None
        code, _, err = run.main()
        self.assertEqual(1, code)
        self.assertIn("Traceback", err)
        self.assertRegex(err.splitlines()[-1], "^pipeline.py: AttributeError: ")


def short(call, output):
    """A recorded call without folders and SQL."""
    if call.startswith("read "):
        return "read " + call.removeprefix(f"read {ROOT}/pipelines/pinterest/").removeprefix(f"read {output}/")
    if call.startswith("create "):
        return "create " + call.removeprefix(f"create {output}/")
    if call.startswith("sql CREATE OR REPLACE TEMPORARY VIEW "):
        return "sql view " + call.split()[6]
    if call.startswith("sql "):
        return "sql query"
    if ".createOrReplaceTempView(" in call:
        return "view " + call.rsplit("'", 2)[1]
    return call if ".write." not in call else "write " + call.rsplit("'", 2)[1].removeprefix(f"{output}/")


if __name__ == "__main__":
    unittest.main()
