# Airflow on MWAA, with the DAGs of deploy/airflow.

locals {
  airflow      = var.airflow ? 1 : 0
  airflow_name = "${local.cluster_name}-airflow"
  airflow_home = "${path.module}/../airflow"

  # The version that the constraints in requirements.txt are for.
  airflow_version = regex("/constraints-([0-9.]+)/", file("${local.airflow_home}/requirements.txt"))[0]
}

resource "aws_s3_object" "dag" {
  for_each    = toset(var.airflow ? fileset("${local.airflow_home}/dags", "**/*.py") : [])
  bucket      = module.dag_bucket[0].name
  key         = "dags/${each.key}"
  source      = "${local.airflow_home}/dags/${each.key}"
  source_hash = filemd5("${local.airflow_home}/dags/${each.key}")
}

# What the DAGs import beside Airflow itself.
resource "aws_s3_object" "airflow_requirements" {
  count       = local.airflow
  bucket      = module.dag_bucket[0].name
  key         = "requirements.txt"
  source      = "${local.airflow_home}/requirements.txt"
  source_hash = filemd5("${local.airflow_home}/requirements.txt")
}

resource "aws_security_group" "airflow" {
  count       = local.airflow
  name        = local.airflow_name
  description = "Airflow's parts among themselves, and outwards to Databricks and the worker."
  vpc_id      = local.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "airflow" {
  count                        = local.airflow
  security_group_id            = aws_security_group.airflow[0].id
  referenced_security_group_id = aws_security_group.airflow[0].id
  description                  = "Airflow's parts among themselves"
  ip_protocol                  = "-1"
}

resource "aws_vpc_security_group_egress_rule" "airflow" {
  count             = local.airflow
  security_group_id = aws_security_group.airflow[0].id
  description       = "Databricks, the worker, AWS"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "-1"
}

resource "aws_mwaa_environment" "this" {
  count                 = local.airflow
  name                  = local.airflow_name
  airflow_version       = local.airflow_version
  environment_class     = "mw1.small"
  min_workers           = 1
  max_workers           = 2
  webserver_access_mode = var.airflow_webserver_access
  execution_role_arn    = aws_iam_role.airflow[0].arn
  source_bucket_arn     = module.dag_bucket[0].arn
  dag_s3_path           = "dags"

  requirements_s3_path           = aws_s3_object.airflow_requirements[0].key
  requirements_s3_object_version = aws_s3_object.airflow_requirements[0].version_id

  network_configuration {
    security_group_ids = [aws_security_group.airflow[0].id]
    subnet_ids         = slice(local.subnet_ids, 0, 2)
  }

  logging_configuration {
    dag_processing_logs {
      enabled   = true
      log_level = "WARNING"
    }

    scheduler_logs {
      enabled   = true
      log_level = "WARNING"
    }

    task_logs {
      enabled   = true
      log_level = "INFO"
    }
  }

  # It starts only with a closed and versioned bucket, a role that may read it, and a way out.
  depends_on = [module.dag_bucket, aws_iam_role_policy.airflow, aws_route.private_out]
}

resource "aws_iam_role" "airflow" {
  count = local.airflow
  name  = local.airflow_name

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["airflow.amazonaws.com", "airflow-env.amazonaws.com"] }
      Action    = "sts:AssumeRole"
      Condition = { StringEquals = { "aws:SourceAccount" = local.account } }
    }]
  })
}

resource "aws_iam_role_policy" "airflow" {
  count = local.airflow
  name  = "runs-airflow"
  role  = aws_iam_role.airflow[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Metrics"
        Effect   = "Allow"
        Action   = ["airflow:PublishMetrics"]
        Resource = "arn:${local.partition}:airflow:${var.region}:${local.account}:environment/${local.airflow_name}"
      },
      {
        Sid      = "Dags"
        Effect   = "Allow"
        Action   = ["s3:GetBucket*", "s3:GetObject*", "s3:List*"]
        Resource = [module.dag_bucket[0].arn, "${module.dag_bucket[0].arn}/*"]
      },
      # These three know no narrower form.
      {
        Sid      = "AccountWide"
        Effect   = "Allow"
        Action   = ["cloudwatch:PutMetricData", "logs:DescribeLogGroups", "s3:GetAccountPublicAccessBlock"]
        Resource = "*"
      },
      {
        Sid      = "Logs"
        Effect   = "Allow"
        Action   = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:GetLogEvents", "logs:GetLogGroupFields", "logs:GetLogRecord", "logs:GetQueryResults", "logs:PutLogEvents"]
        Resource = "arn:${local.partition}:logs:${var.region}:${local.account}:log-group:airflow-${local.airflow_name}-*"
      },
      # The queue is MWAA's, in an account of its own.
      {
        Sid      = "Queue"
        Effect   = "Allow"
        Action   = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ReceiveMessage", "sqs:SendMessage"]
        Resource = "arn:${local.partition}:sqs:${var.region}:*:airflow-celery-*"
      },
      {
        Sid         = "QueuesKey"
        Effect      = "Allow"
        Action      = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*"]
        NotResource = "arn:${local.partition}:kms:*:${local.account}:key/*"
        Condition   = { StringLike = { "kms:ViaService" = ["sqs.${var.region}.amazonaws.com"] } }
      },
    ]
  })
}
