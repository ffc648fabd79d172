# Databricks notebook source
# MAGIC %md
# MAGIC # Stream
# MAGIC Each stream of the pipeline into its Delta table, `<user>_<source>_table`, and what cannot be read into `<user>_rejected_table`.
# MAGIC
# MAGIC The cleaning is not written here: each micro-batch runs `clean/<source>.sql` and the source's view of `sinks.spark.sql`, as the
# MAGIC batch does. `sources.spark.sql` has no part in it: the fields are taken out of a record by `from_json` with the schema that
# MAGIC `pipeline.json` gives, every field as text. Rows carry `_shard_id` and `_sequence_number`, and each micro-batch is committed
# MAGIC once: Delta knows it by the checkpoint's address and the batch's number. To start over, give another checkpoint.

# COMMAND ----------

dbutils.widgets.text("pipeline", "pinterest")
dbutils.widgets.text("user_id", "demo")
dbutils.widgets.text("region", "eu-west-1")
dbutils.widgets.text("schema", "default")
dbutils.widgets.text("checkpoints", "")
dbutils.widgets.text("service_credential", "")
dbutils.widgets.text("secret_scope", "")

# COMMAND ----------

import json
import os
import re
import sys

from pyspark import cloudpickle
from pyspark.sql import functions as f

root = os.path.abspath("../../..")
sys.path.insert(0, f"{root}/deploy/spark")
import pipeline

# The executors do not see the checkout: they get the program's functions along with the task.
cloudpickle.register_pickle_by_value(pipeline)


def required(name: str, shape: str) -> str:
    """A widget's value; one that is empty or of another shape ends the notebook before anything is read."""
    value = dbutils.widgets.get(name).strip()
    if not re.fullmatch(shape, value):
        raise ValueError(f"widget {name} is '{value}'; it must match {shape}")
    return value


user_id = required("user_id", r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
region = required("region", r"[a-z0-9-]+")
schema = required("schema", r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)?")
checkpoints = required("checkpoints", r"\S+").rstrip("/")
folder = f"{root}/pipelines/{required('pipeline', '[A-Za-z0-9][A-Za-z0-9_-]*')}"


def read_text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


# COMMAND ----------

loaded = pipeline.load_pipeline(read_text, folder, None, user_id)
named = {source["name"]: source for source in json.loads(read_text(f"{folder}/pipeline.json"))["sources"]}
scripts = {script.file: pipeline.statements(script.sql) for script in loaded.cleaning}
for key, value in pipeline.SETTINGS.items():
    spark.conf.set(key, value)


def name_of(source: str, kind: str) -> str:
    """The name of a source's stream or table."""
    return named[source][kind].replace("{userId}", user_id)


def table_of(name: str) -> str:
    return ".".join(f"`{part}`" for part in [*schema.split("."), name])


def cleaning_of(source: str) -> list:
    """The statements that make {source}_sink from {source}_raw."""
    sinks = [each for each in scripts["sinks.spark.sql"] if re.search(rf"\bVIEW\s+{source}_sink\b", each)]
    return [*scripts[f"clean/{source}.sql"], *sinks]


# COMMAND ----------


def credentials() -> dict:
    """How the stream is logged in to: a service credential, keys of a secret scope, or else the cluster's instance profile."""
    if service := dbutils.widgets.get("service_credential").strip():
        return {"serviceCredential": service}
    if scope := dbutils.widgets.get("secret_scope").strip():
        return {
            "awsAccessKey": dbutils.secrets.get(scope=scope, key="aws-access-key"),
            "awsSecretKey": dbutils.secrets.get(scope=scope, key="aws-secret-key"),
        }
    return {}


def read_stream(source):
    return (
        spark.readStream.format("kinesis")
        .option("streamName", name_of(source.name, "stream"))
        .option("initialPosition", "earliest")
        .option("region", region)
        .options(**credentials())
        .load())


# COMMAND ----------


def take_in(source, cleaning: list, table: str, rejected: str, app: str):
    """What is done with a micro-batch of a source. It holds plain values only, since it may be sent elsewhere to run."""
    fields = source.fields
    texts = ", ".join(f"`{field}` string" for field in fields)
    read = f.udf(lambda data: pipeline.read_record(bytes(data), fields), "_reason string, _json string")

    def append(rows, name: str, batch_id: int) -> None:
        rows.write.format("delta").mode("append").option("txnAppId", app).option("txnVersion", batch_id).saveAsTable(name)

    def process(batch, batch_id: int) -> None:
        records = batch.select(
            "shardId", "sequenceNumber", "data", read("data").alias("record")).select("*", "record.*").drop("record").persist()
        try:
            write(batch.sparkSession, records, batch_id)
        finally:
            records.unpersist()

    def write(session, records, batch_id: int) -> None:
        parsed = records.where("_reason IS NULL").withColumn("fields", f.from_json("_json", texts))
        parsed.selectExpr(
            "monotonically_increasing_id() AS _row", "shardId AS _container", "sequenceNumber AS _position", "fields.*",
        ).createOrReplaceTempView(f"{source.name}_raw")
        for statement in cleaning:
            session.sql(statement)

        cleaned = session.table(f"{source.name}_sink")
        columns = [f"CAST(`{column}` AS {kind}) AS `{column}`" for column, kind in source.columns]
        append(
            cleaned.where("_rejected IS NULL").selectExpr(*columns, "_container AS _shard_id", "_position AS _sequence_number"),
            table, batch_id)
        refused = cleaned.where("_rejected IS NOT NULL").selectExpr(
            "_container AS shardId", "_position AS sequenceNumber", "_rejected AS reason").join(
            records.select("shardId", "sequenceNumber", "data"), ["shardId", "sequenceNumber"])
        unreadable = records.where("_reason IS NOT NULL").selectExpr("shardId", "sequenceNumber", "_reason AS reason", "data")
        append(
            refused.unionByName(unreadable).selectExpr(
                f"'{source.name}' AS source", "shardId AS _shard_id", "sequenceNumber AS _sequence_number", "reason", "data AS bytes"),
            rejected, batch_id)

    return process


# COMMAND ----------

# Made here, once: three streams that each found it missing would make it at the same time.
rejected = table_of(f"{user_id}_rejected_table")
spark.sql(f"""
    CREATE TABLE IF NOT EXISTS {rejected} (source STRING, _shard_id STRING, _sequence_number STRING, reason STRING, bytes BINARY)
    USING DELTA""")

for source in loaded.sources:
    table = name_of(source.name, "table")
    checkpoint = f"{checkpoints}/{table}"
    (
        read_stream(source).writeStream
        .outputMode("append")
        .option("checkpointLocation", checkpoint)
        .queryName(table)
        .trigger(processingTime="30 seconds")
        .foreachBatch(take_in(source, cleaning_of(source.name), table_of(table), rejected, checkpoint))
        .start())

# COMMAND ----------

# The first that fails ends the notebook, and with it the job's run, which the job starts again.
spark.streams.awaitAnyTermination()
