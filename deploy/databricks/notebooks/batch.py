# Databricks notebook source
# MAGIC %md
# MAGIC # Batch
# MAGIC The pipeline's cleaning and queries over the objects that the sink wrote. It calls `deploy/spark/pipeline.py`, which runs the SQL
# MAGIC files of `pipelines/` as they are; nothing of them is repeated here. From a Git folder of the repository, or as the bundle
# MAGIC deploys it: the program and the SQL are found relative to this notebook.

# COMMAND ----------

dbutils.widgets.text("pipeline", "pinterest")
dbutils.widgets.text("user_id", "demo")
dbutils.widgets.text("bucket", "")
dbutils.widgets.dropdown("median", "exact", ["exact", "discrete"])

# COMMAND ----------

import json
import os
import sys
import uuid

from pyspark import cloudpickle

root = os.path.abspath("../../..")
sys.path.insert(0, f"{root}/deploy/spark")
import pipeline

# The executors do not see the checkout: they get the program's functions along with the task.
cloudpickle.register_pickle_by_value(pipeline)

name = dbutils.widgets.get("pipeline").strip()
user_id = dbutils.widgets.get("user_id").strip()
bucket = dbutils.widgets.get("bucket").strip().rstrip("/")
if not (name and user_id and bucket):
    raise ValueError("the widgets pipeline, user_id and bucket must have a value; a bucket is s3://bucket/prefix or dbfs:/mnt/name")

# COMMAND ----------

# MAGIC %md
# MAGIC ## A look at the records
# MAGIC Every partition, not `partition=0` alone.

# COMMAND ----------

display(spark.read.format("json").load(f"{bucket}/topics/{user_id}.pin/partition=*/*.json").limit(10))

# COMMAND ----------

run = str(uuid.uuid4())
output = f"{bucket}/runs/{name}/{run}"
code = pipeline.main([
    "--pipeline", f"file:{root}/pipelines/{name}",
    "--bucket", bucket,
    "--output", output,
    "--run", run,
    "--user-id", user_id,
    "--median", dbutils.widgets.get("median"),
])
if code:
    raise RuntimeError(f"pipeline.py ended with {code}; the line above says why")

# COMMAND ----------

with open(f"{root}/pipelines/{name}/pipeline.json", encoding="utf-8") as file:
    queries = json.load(file)["queries"]

for query in queries:
    print(f"{query['id']}: {query['title']}")
    display(spark.read.parquet(f"{output}/results/{query['id']}.parquet"))
