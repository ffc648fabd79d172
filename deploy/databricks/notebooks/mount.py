# Databricks notebook source
# MAGIC %md
# MAGIC # The bucket, for a cluster to see
# MAGIC Run it once. `external_location` registers the bucket in Unity Catalog, which is the way now: clusters then read it as
# MAGIC `s3://bucket`. `mount` is the classic way: every cluster of the workspace sees the bucket as `dbfs:/mnt/name`.

# COMMAND ----------

dbutils.widgets.dropdown("way", "external_location", ["external_location", "mount"])
dbutils.widgets.text("bucket", "")
dbutils.widgets.text("name", "ingest")
dbutils.widgets.text("storage_credential", "")
dbutils.widgets.text("secret_scope", "")

# COMMAND ----------

import re
from urllib.parse import quote


def required(name: str, shape: str) -> str:
    """A widget's value; one that is empty or of another shape ends the notebook before anything is done."""
    value = dbutils.widgets.get(name).strip()
    if not re.fullmatch(shape, value):
        raise ValueError(f"widget {name} is '{value}'; it must match {shape}")
    return value


bucket = required("bucket", r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
name = required("name", r"[A-Za-z0-9_-]+")

# COMMAND ----------


def add_external_location() -> str:
    """Needs a storage credential for a role that may read and write the bucket, and the right to create external locations."""
    credential = required("storage_credential", r"[A-Za-z0-9_-]+")
    spark.sql(f"CREATE EXTERNAL LOCATION IF NOT EXISTS `{name}` URL 's3://{bucket}' WITH (STORAGE CREDENTIAL `{credential}`)")
    return f"s3://{bucket}"


def mount() -> str:
    """With keys from a secret scope, or without a scope with the cluster's instance profile. What is mounted already stays."""
    point = f"/mnt/{name}"
    mounted = {each.mountPoint: each.source for each in dbutils.fs.mounts()}
    if point in mounted:
        if mounted[point].rpartition("@")[2].rpartition("/")[2] != bucket:
            raise ValueError(f"{point} is another bucket already; give another name")
        return f"dbfs:{point}"
    scope = dbutils.widgets.get("secret_scope").strip()
    keys = ""
    if scope:
        access = dbutils.secrets.get(scope=scope, key="aws-access-key")
        keys = f"{access}:{quote(dbutils.secrets.get(scope=scope, key='aws-secret-key'), safe='')}@"
    dbutils.fs.mount(source=f"s3a://{keys}{bucket}", mount_point=point)
    return f"dbfs:{point}"


address = add_external_location() if dbutils.widgets.get("way") == "external_location" else mount()
print(f"The bucket is {address}; this is what Databricks:BucketUri and the bundle's bucket_uri take.")

# COMMAND ----------

display(dbutils.fs.ls(address))
