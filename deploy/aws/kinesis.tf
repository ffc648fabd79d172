locals {
  streams = toset([for source in ["pin", "geo", "user"] : "streaming-${var.user_id}-${source}"])

  # Known from the names, so that policies name exactly these before anything is made.
  stream_arns = [for stream in local.streams : "arn:${local.partition}:kinesis:${var.region}:${local.account}:stream/${stream}"]
}

resource "aws_kinesis_stream" "this" {
  for_each = local.streams

  name             = each.key
  shard_count      = var.stream_shards == 0 ? null : var.stream_shards
  retention_period = var.stream_retention_hours
  encryption_type  = "KMS"
  kms_key_id       = "alias/aws/kinesis"

  stream_mode_details {
    stream_mode = var.stream_shards == 0 ? "ON_DEMAND" : "PROVISIONED"
  }
}
