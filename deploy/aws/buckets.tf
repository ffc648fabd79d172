locals {
  # Bucket names take no capitals and no '_'.
  bucket_user = trim(replace(lower(var.user_id), "_", "-"), "-")
}

# What the connector or our sink writes, and the worker's tables and results.
module "data_bucket" {
  source          = "./modules/bucket"
  name            = coalesce(var.data_bucket_name, "user-${local.bucket_user}-bucket")
  force_destroy   = var.force_destroy
  noncurrent_days = var.noncurrent_days
}

# Where you put the connector's .zip; see docs/aws.md.
module "plugin_bucket" {
  source          = "./modules/bucket"
  name            = "${var.name}-${local.bucket_user}-plugins"
  force_destroy   = var.force_destroy
  noncurrent_days = var.noncurrent_days
}

module "dag_bucket" {
  source          = "./modules/bucket"
  count           = var.airflow ? 1 : 0
  name            = "${var.name}-${local.bucket_user}-airflow"
  force_destroy   = var.force_destroy
  noncurrent_days = var.noncurrent_days
}
