# The Confluent S3 sink on MSK Connect; it may take our own sink's place. There once connector_plugin_key is set.

locals {
  connector      = var.connector_plugin_key == null ? 0 : 1
  connector_name = "${local.cluster_name}-s3-sink"

  connector_configuration = {
    "connector.class"                = "io.confluent.connect.s3.S3SinkConnector"
    "tasks.max"                      = "3"
    "topics.regex"                   = "${var.user_id}.*"
    "s3.region"                      = var.region
    "s3.bucket.name"                 = module.data_bucket.name
    "storage.class"                  = "io.confluent.connect.s3.storage.S3Storage"
    "format.class"                   = "io.confluent.connect.s3.format.json.JsonFormat"
    "partitioner.class"              = "io.confluent.connect.storage.partitioner.DefaultPartitioner"
    "flush.size"                     = tostring(var.connector_flush_records)
    "schema.compatibility"           = "NONE"
    "key.converter"                  = "org.apache.kafka.connect.storage.StringConverter"
    "value.converter"                = "org.apache.kafka.connect.json.JsonConverter"
    "value.converter.schemas.enable" = "false"
  }
}

resource "aws_mskconnect_custom_plugin" "s3_sink" {
  count        = local.connector
  name         = "${local.connector_name}-plugin"
  content_type = endswith(coalesce(var.connector_plugin_key, ".zip"), ".jar") ? "JAR" : "ZIP"

  location {
    s3 {
      bucket_arn = module.plugin_bucket.arn
      file_key   = var.connector_plugin_key
    }
  }
}

resource "aws_cloudwatch_log_group" "connector" {
  count             = local.connector
  name              = "/ingest/${local.connector_name}"
  retention_in_days = var.log_retention_days
}

resource "aws_mskconnect_connector" "s3_sink" {
  count                      = local.connector
  name                       = local.connector_name
  kafkaconnect_version       = "3.7.x"
  connector_configuration    = local.connector_configuration
  service_execution_role_arn = aws_iam_role.connector[0].arn

  # Without its permissions the connector fails while it is created.
  depends_on = [aws_iam_role_policy.connector]

  capacity {
    provisioned_capacity {
      mcu_count    = 1
      worker_count = 1
    }
  }

  kafka_cluster {
    apache_kafka_cluster {
      bootstrap_servers = aws_msk_serverless_cluster.this.bootstrap_brokers_sasl_iam

      vpc {
        security_groups = [aws_security_group.kafka_client.id]
        subnets         = local.subnet_ids
      }
    }
  }

  kafka_cluster_client_authentication {
    authentication_type = "IAM"
  }

  kafka_cluster_encryption_in_transit {
    encryption_type = "TLS"
  }

  plugin {
    custom_plugin {
      arn      = aws_mskconnect_custom_plugin.s3_sink[0].arn
      revision = aws_mskconnect_custom_plugin.s3_sink[0].latest_revision
    }
  }

  log_delivery {
    worker_log_delivery {
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.connector[0].name
      }
    }
  }
}

resource "aws_iam_role" "connector" {
  count = local.connector
  name  = "${local.cluster_name}-connector"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "kafkaconnect.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = local.account }
        ArnLike      = { "aws:SourceArn" = "arn:${local.partition}:kafkaconnect:${var.region}:${local.account}:connector/${local.connector_name}/*" }
      }
    }]
  })
}

resource "aws_iam_role_policy" "connector" {
  count = local.connector
  name  = "kafka-to-bucket"
  role  = aws_iam_role.connector[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Sid = "Cluster", Effect = "Allow", Action = ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"], Resource = local.cluster_arn },
      { Sid = "Topics", Effect = "Allow", Action = ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], Resource = local.user_topics },
      {
        Sid      = "ConnectsOwnTopics"
        Effect   = "Allow"
        Action   = ["kafka-cluster:CreateTopic", "kafka-cluster:DescribeTopic", "kafka-cluster:ReadData", "kafka-cluster:WriteData"]
        Resource = "${local.topic_prefix}/__amazon_msk_connect_*"
      },
      {
        Sid      = "Groups"
        Effect   = "Allow"
        Action   = ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"]
        Resource = ["${local.group_prefix}/__amazon_msk_connect_*", "${local.group_prefix}/connect-*"]
      },
      {
        Sid      = "Bucket"
        Effect   = "Allow"
        Action   = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"]
        Resource = module.data_bucket.arn
      },
      {
        Sid      = "Objects"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
        Resource = "${module.data_bucket.arn}/topics/*"
      },
    ]
  })
}
