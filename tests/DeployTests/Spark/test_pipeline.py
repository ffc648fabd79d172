"""The parts of pipeline.py that need no Spark."""
import json
import os
import unittest

import pipeline
from pipeline import Failure

ROOT = os.environ["INGEST_ROOT"]
REQUIRED = ["--pipeline", "p", "--output", "o", "--run", "r"]
FIELDS = ["ind", "name"]
SOURCES = [pipeline.Source("pin", "u.pin", FIELDS, []), pipeline.Source("geo", "u.geo", FIELDS, [])]


def read_file(uri):
    with open(uri, encoding="utf-8") as file:
        return file.read()


class Arguments(unittest.TestCase):
    def test_all_are_taken_and_closing_slashes_dropped(self):
        given = pipeline.parse_arguments([
            "--pipeline", "s3a://b/pipelines/pinterest/", "--inputs", "s3a://b/i.json", "--output", "file:///o/", "--run", "r", "--user-id", "u",
            "--median", "discrete"])
        self.assertEqual(
            ("s3a://b/pipelines/pinterest", "s3a://b/i.json", None, "file:///o", "r", "u", "discrete"),
            (given.pipeline, given.inputs, given.bucket, given.output, given.run, given.user_id, given.median))

    def test_what_does_not_hold_is_named_and_ends_with_2(self):
        for argv, named in [
            (REQUIRED, "--inputs --bucket"),
            ([*REQUIRED, "--inputs", "i", "--bucket", "b"], "--bucket"),
            (["--inputs", "i"], "--pipeline, --output, --run"),
            ([*REQUIRED, "--inputs", "i", "--median", "mean"], "'mean'"),
            ([*REQUIRED, "--inputs", "i", "--other"], "--other"),
            ([*REQUIRED, "--inputs", " "], "--inputs"),
            ([*REQUIRED[:-1], "", "--inputs", "i"], "--run"),
        ]:
            with self.subTest(argv=argv), self.assertRaises(Failure) as failure:
                pipeline.parse_arguments(argv)
            self.assertIn(named, str(failure.exception))
            self.assertEqual(2, failure.exception.code)
            self.assertNotIn("\n", str(failure.exception))


class Folder(unittest.TestCase):
    def load(self, changes=None, sql="SELECT 1", median=None):
        folder = {
            "name": "p", "queries": [{"id": "Q3a", "title": "t"}],
            "sources": [{"name": "a", "topic": "{userId}.a", "fields": ["x"], "columns": [{"name": "x", "type": "long"}]}], **(changes or {}),
        }
        return pipeline.load_pipeline(lambda uri: json.dumps(folder) if uri.endswith(".json") else f"-- {uri}\n{sql}", "f", median, "u")

    def test_the_shipped_one_holds(self):
        loaded = pipeline.load_pipeline(read_file, f"{ROOT}/pipelines/pinterest", None, "u")
        self.assertEqual(["u.pin", "u.geo", "u.user"], [source.topic for source in loaded.sources])
        self.assertEqual(["sources.spark.sql", "clean/pin.sql", "clean/geo.sql", "clean/user.sql", "sinks.spark.sql"], [script.file for script in loaded.cleaning])
        self.assertEqual([3, 1, 1, 1, 3], [len(pipeline.statements(script.sql)) for script in loaded.cleaning])
        self.assertEqual([1] * 9, [len(pipeline.statements(script.sql)) for _, script in loaded.queries])
        self.assertEqual(("coordinates", "array<double>"), loaded.sources[1].columns[2])
        self.assertIn("percentile_cont(0.5)", loaded.queries[5][1].sql)

    def test_the_median_of_the_arguments_wins(self):
        sql = "${percentile}(0.5) AS ${median_type}"
        self.assertIn("percentile_cont(0.5) AS DOUBLE", self.load(sql=sql).queries[0][1].sql)
        self.assertIn("percentile_disc(0.5) AS BIGINT", self.load({"median": "discrete"}, sql).queries[0][1].sql)
        self.assertIn("percentile_cont(0.5) AS DOUBLE", self.load({"median": "discrete"}, sql, "exact").queries[0][1].sql)

    def test_a_query_is_found_by_its_id_in_lower_case(self):
        self.assertEqual(("Q3a", "queries/q3a.sql"), (self.load().queries[0][0], self.load().queries[0][1].file))

    def test_what_does_not_hold_is_named(self):
        for changes, sql, named in [
            ({"sources": [{"name": "a", "topic": "t", "fields": [], "columns": [{"name": "x", "type": "int"}]}]}, "", "'int'"),
            ({"sources": [{"name": "a"}]}, "", "'topic'"),
            ({"queries": None}, "", "NoneType"),
            ({"median": "mean"}, "", "'mean'"),
            ({}, "SELECT ${percentil}(0.5)", "sources.spark.sql: ${percentil}"),
        ]:
            with self.subTest(changes=changes, sql=sql), self.assertRaisesRegex(Failure, named.replace("$", r"\$").replace("{", r"\{")):
                self.load(changes, sql)
        with self.assertRaisesRegex(Failure, "pipeline.json"):
            pipeline.load_pipeline(lambda uri: "{", "f", None, None)


class Statements(unittest.TestCase):
    def test_a_semicolon_ends_one_unless_it_is_quoted_or_in_a_comment(self):
        self.assertEqual(
            ["SELECT ';', 'it''s; ', \"a;b\", `c;d`, 'e\\';'", "SELECT 2"],
            pipeline.statements("-- one; two's\nSELECT ';', 'it''s; ', \"a;b\", `c;d`, 'e\\';' /* ; ' */ ;\n;\nSELECT 2 -- end;\n"))

    def test_nothing_gives_nothing(self):
        self.assertEqual([], pipeline.statements(" ;-- only\n;/* comments */"))


class Inputs(unittest.TestCase):
    def read(self, manifest):
        return pipeline.read_manifest(manifest if isinstance(manifest, str) else json.dumps(manifest), "r", SOURCES, "i.json")

    def test_objects_may_be_addresses_or_carry_their_bytes(self):
        objects = self.read({"run": "r", "sources": {"pin": ["s3a://b/1", {"uri": "s3a://b/2", "key": "2", "bytes": 7, "etag": "e"}]}, "objects": 2})
        self.assertEqual({"pin": [("s3a://b/1", None), ("s3a://b/2", 7)], "geo": []}, objects)

    def test_what_does_not_hold_is_named(self):
        for manifest, named in [
            ({"run": "other", "sources": {}}, "of run other, not of r"),
            ({"sources": {"dog": []}}, "no source 'dog'"),
            ({"sources": {"pin": [{}]}}, "uri"),
            ({"sources": {"pin": [""]}}, "''"),
            ({"sources": {"pin": [{"uri": "a", "bytes": "7"}]}}, "'7'"),
            ({"sources": []}, "i.json"),
            ({}, "sources"),
            ("{", "i.json: not a manifest"),
            ("[]", "i.json: not a manifest"),
        ]:
            with self.subTest(manifest=manifest), self.assertRaisesRegex(Failure, named) as failure:
                self.read(manifest)
            self.assertEqual(2, failure.exception.code)

    def test_a_key_is_what_follows_the_bucket_however_the_address_begins(self):
        key = "topics/u.pin/partition=0/u.pin+0+0000000000.json"
        for uri in [f"s3a://bucket/{key}", f"file:/data/topics/u.pin/{key}", f"dbfs:/mnt/b/{key}", key]:
            self.assertEqual(key, pipeline.object_key(uri))
        self.assertEqual("s3a://b/elsewhere.json", pipeline.object_key("s3a://b/elsewhere.json"))

    def test_only_what_the_sink_names_so_is_an_object(self):
        self.assertTrue(pipeline.is_sink_object("s3a://b/topics/t/partition=12/t+12+0000000000.json"))
        for uri in ["s3a://b/topics/t/partition=x/t+0+0.json", "s3a://b/topics/t/partition=0/notes.json", "s3a://b/topics/t/partition=0/t+0+1.json.part"]:
            self.assertFalse(pipeline.is_sink_object(uri), uri)

    def test_an_address_is_no_pattern(self):
        self.assertEqual(r"s3a://b/a\*\?\[\]\{\}\\+=.json", pipeline.exactly(r"s3a://b/a*?[]{}\+=.json"))

    def test_versions_are_compared_as_numbers(self):
        for version in ["3.4.0", "3.10.1", "4.0.0-preview2", "10.0"]:
            pipeline.require_version(version)
        for version in ["3.3.9", "2.4", "unknown"]:
            with self.assertRaises(Failure):
                pipeline.require_version(version)


class Records(unittest.TestCase):
    def test_lines_are_numbered_as_they_lie_in_the_object(self):
        self.assertEqual(
            [(1, b"a"), (3, b"b"), (5, b" "), (6, b"c\r")], list(pipeline.lines(b"a\n\nb\r\n\r\n \nc\r\r")))
        self.assertEqual([], list(pipeline.lines(b"")))
        self.assertEqual([(1, b"a")], list(pipeline.lines(b"a\n")))

    def test_an_object_gives_every_record_its_place(self):
        key = "topics/t/partition=0/t+0+0.json"
        self.assertEqual(
            [(key, 1, None, '{"ind":"1"}', b'{"ind": 1}'), (key, 3, "record: not valid UTF-8", None, b"\xff")],
            pipeline.read_object(f"s3a://b/{key}", bytearray(b'{"ind": 1}\r\n\n\xff'), FIELDS))

    def test_what_is_too_long_names_the_limit_and_keeps_its_beginning(self):
        record = b'{"ind": "' + b"x" * pipeline.RECORD_BYTES_MAX + b'"}'
        self.assertEqual(f"record: {len(record)} bytes, more than 1048576", pipeline.read_record(record, FIELDS)[0])
        line = b"x" * (pipeline.LINE_BYTES_MAX + 1)
        (_, _, reason, _, kept), = pipeline.read_object("o", line, FIELDS)
        self.assertEqual(("The line has 16777217 bytes; only the first 16777216 are kept.", pipeline.LINE_BYTES_MAX), (reason, len(kept)))

    def test_text_is_none_where_it_is_not_utf_8(self):
        self.assertEqual("é", pipeline.text_of(bytearray("é".encode())))
        self.assertIsNone(pipeline.text_of(b"\xff"))


if __name__ == "__main__":
    unittest.main()
