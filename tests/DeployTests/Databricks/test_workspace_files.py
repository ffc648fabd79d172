"""pipeline.py on Databricks: its files go through dbutils, here a stand-in over a folder that says what the original says."""
import contextlib
import io
import json
import os
import sys
import tempfile
import types
import unittest
from unittest import mock

import fake_spark
import pipeline

ROOT = os.environ["INGEST_ROOT"]


class FakeFs:
    """dbutils.fs as far as pipeline.py uses it."""

    def __init__(self):
        self.refuses = None

    def ls(self, uri):
        if self.refuses:
            raise RuntimeError(self.refuses)
        if not os.path.exists(uri):
            raise RuntimeError(f"An error occurred while calling o1.ls.\n: java.io.FileNotFoundException: No such file or directory {uri}")
        paths = [uri] if os.path.isfile(uri) else [os.path.join(uri, name) for name in sorted(os.listdir(uri))]
        return [types.SimpleNamespace(path=path, name=os.path.basename(path) + ("/" if os.path.isdir(path) else ""), size=os.path.getsize(path)) for path in paths]

    def put(self, uri, text, overwrite):
        if os.path.exists(uri) and not overwrite:
            raise RuntimeError(f"java.io.IOException: {uri} already exists")
        os.makedirs(os.path.dirname(uri), exist_ok=True)
        with open(uri, "w", encoding="utf-8") as file:
            return file.write(text) > 0


class OnDatabricks(unittest.TestCase):
    def setUp(self):
        fake_spark.install_pyspark()
        self.fs = FakeFs()
        dbutils = types.ModuleType("pyspark.dbutils")
        dbutils.DBUtils = lambda spark: types.SimpleNamespace(fs=self.fs)
        patches = mock.patch.dict(sys.modules, {"pyspark.dbutils": dbutils}), mock.patch.dict(os.environ, {"DATABRICKS_RUNTIME_VERSION": "16.4"})
        for patch in patches:
            patch.start()
            self.addCleanup(patch.stop)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.bucket = folder.name
        for path in ("partition=0/demo.{}+0+0000000000.json", "partition=1/notes.txt", "notes/demo.{}+0+0000000000.json"):
            for source in ("pin", "geo", "user"):
                self.write(f"topics/demo.{source}/{path.format(source)}", '{"a"}')

    def write(self, key, text):
        os.makedirs(os.path.dirname(f"{self.bucket}/{key}"), exist_ok=True)
        with open(f"{self.bucket}/{key}", "w", encoding="utf-8") as file:
            file.write(text)

    def main(self):
        self.spark = fake_spark.FakeSpark()
        del self.spark.sparkContext  # Unity Catalog's standard access mode has none
        err = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(err):
            code = pipeline.main([
                "--pipeline", f"{ROOT}/pipelines/pinterest", "--bucket", self.bucket, "--output", f"{self.bucket}/runs/r1", "--run", "r1", "--user-id", "demo",
            ], lambda: self.spark)
        return code, err.getvalue()

    def test_a_run_lists_reads_and_leaves_its_marker_without_asking_Hadoop(self):
        self.assertEqual((0, ""), self.main())

        with open(f"{self.bucket}/runs/r1/inputs.json", encoding="utf-8") as file:
            inputs = json.load(file)
        self.assertEqual([f"{self.bucket}/topics/demo.pin/partition=0/demo.pin+0+0000000000.json"], [each["uri"] for each in inputs["sources"]["pin"]])
        self.assertEqual((3, 15), (inputs["objects"], inputs["bytes"]))
        with open(f"{self.bucket}/runs/r1/results/_SUCCESS.json", encoding="utf-8") as file:
            self.assertEqual("r1", json.load(file)["run"])

    def test_folders_hold_what_was_written_last_and_nothing_else(self):
        self.main()
        self.assertIn(
            "conf spark.sql.sources.commitProtocolClass=org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol",
            self.spark.calls)

    def test_a_run_that_has_succeeded_is_not_done_again(self):
        self.main()
        self.assertEqual((0, ""), self.main())
        self.assertFalse([call for call in self.spark.calls if call.startswith("sql ")])

    def test_a_bucket_that_may_not_be_listed_is_not_taken_for_an_empty_one(self):
        self.fs.refuses = "com.databricks.sql.io.CloudStorageException: Forbidden"
        code, said = self.main()
        self.assertEqual(1, code)
        self.assertTrue(said.endswith("pipeline.py: RuntimeError: com.databricks.sql.io.CloudStorageException: Forbidden\n"), said)


if __name__ == "__main__":
    unittest.main()
