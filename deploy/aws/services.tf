# A role for each service that calls AWS, with what it calls and nothing else, by the names of their service accounts in
# deploy/k8s. The gateway calls none; spark is the driver and the executors of the runs that the worker submits.

locals {
  service_statements = {
    kafka-proxy = [
      {
        Sid      = "Cluster"
        Effect   = "Allow"
        Action   = ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster", "kafka-cluster:WriteDataIdempotently"]
        Resource = [local.cluster_arn]
      },
      {
        Sid      = "Topics"
        Effect   = "Allow"
        Action   = ["kafka-cluster:DescribeTopic", "kafka-cluster:DescribeTopicDynamicConfiguration", "kafka-cluster:WriteData"]
        Resource = [local.user_topics]
      },
    ]

    kinesis-proxy = [
      {
        Sid      = "Streams"
        Effect   = "Allow"
        Action   = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:PutRecord", "kinesis:PutRecords"]
        Resource = local.stream_arns
      },
      # Asked by the readiness check too; Kinesis knows no narrower form of this action.
      { Sid = "Names", Effect = "Allow", Action = ["kinesis:ListStreams"], Resource = ["*"] },
    ]

    s3-sink = [
      { Sid = "Cluster", Effect = "Allow", Action = ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"], Resource = [local.cluster_arn] },
      { Sid = "Topics", Effect = "Allow", Action = ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"], Resource = [local.user_topics] },
      {
        Sid      = "Group"
        Effect   = "Allow"
        Action   = ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"]
        Resource = ["${local.group_prefix}/${local.sink_group}"]
      },
      { Sid = "Bucket", Effect = "Allow", Action = ["s3:ListBucket"], Resource = [module.data_bucket.arn] },
      {
        Sid      = "Objects"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject"]
        Resource = [for folder in ["topics", "rejected", "_sink", "_ingest"] : "${module.data_bucket.arn}/${folder}/*"]
      },
    ]

    worker = [
      {
        Sid      = "Streams"
        Effect   = "Allow"
        Action   = ["kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"]
        Resource = local.stream_arns
      },
      # What its readiness check asks.
      { Sid = "Names", Effect = "Allow", Action = ["kinesis:ListStreams"], Resource = ["*"] },
      { Sid = "Bucket", Effect = "Allow", Action = ["s3:ListBucket"], Resource = [module.data_bucket.arn] },
      { Sid = "Reads", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["${module.data_bucket.arn}/*"] },
      {
        Sid      = "Writes"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = [for folder in local.worker_folders : "${module.data_bucket.arn}/${folder}/*"]
      },
    ]

    # Spark writes under temporary names, renames by copying, and removes them.
    spark = [
      { Sid = "Bucket", Effect = "Allow", Action = ["s3:ListBucket", "s3:ListBucketMultipartUploads"], Resource = [module.data_bucket.arn] },
      { Sid = "Reads", Effect = "Allow", Action = ["s3:GetObject"], Resource = ["${module.data_bucket.arn}/*"] },
      {
        Sid      = "Runs"
        Effect   = "Allow"
        Action   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject"]
        Resource = ["${module.data_bucket.arn}/runs/*"]
      },
    ]
  }

  sink_group     = "${var.user_id}-s3-sink"
  worker_folders = ["checkpoints", "manifests", "pipelines", "results", "runs", "tables", "_ingest"]

  service_trust = { for service in keys(local.service_statements) : service =>
    var.eks_oidc_provider_arn == null ? local.pod_identity_trust[service] : local.irsa_trust[service]
  }

  pod_identity_trust = { for service in keys(local.service_statements) : service => {
    Effect    = "Allow"
    Principal = { Service = "pods.eks.amazonaws.com" }
    Action    = ["sts:AssumeRole", "sts:TagSession"]
    Condition = {
      StringEquals = merge(
        {
          "aws:SourceAccount"                         = local.account
          "aws:RequestTag/kubernetes-namespace"       = var.kubernetes_namespace
          "aws:RequestTag/kubernetes-service-account" = service
        },
        var.eks_cluster_name == null ? {} : { "aws:RequestTag/eks-cluster-name" = var.eks_cluster_name },
      )
    }
  } }

  # An OIDC provider's ARN ends in its issuer, which the condition keys begin with.
  oidc_issuer = var.eks_oidc_provider_arn == null ? "" : split(":oidc-provider/", var.eks_oidc_provider_arn)[1]

  irsa_trust = { for service in keys(local.service_statements) : service => {
    Effect    = "Allow"
    Principal = { Federated = var.eks_oidc_provider_arn }
    Action    = ["sts:AssumeRoleWithWebIdentity"]
    Condition = {
      StringEquals = {
        "${local.oidc_issuer}:aud" = "sts.amazonaws.com"
        "${local.oidc_issuer}:sub" = "system:serviceaccount:${var.kubernetes_namespace}:${service}"
      }
    }
  } }
}

resource "aws_iam_role" "service" {
  for_each           = local.service_statements
  name               = "${local.cluster_name}-${each.key}"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [local.service_trust[each.key]] })
}

resource "aws_iam_role_policy" "service" {
  for_each = local.service_statements
  name     = "what-it-calls"
  role     = aws_iam_role.service[each.key].id
  policy   = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

resource "aws_eks_pod_identity_association" "service" {
  for_each        = var.eks_cluster_name == null ? {} : aws_iam_role.service
  cluster_name    = var.eks_cluster_name
  namespace       = var.kubernetes_namespace
  service_account = each.key
  role_arn        = each.value.arn
}
