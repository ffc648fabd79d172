# An EC2 instance with Kafka's command-line tools. No SSH: aws ssm start-session --target <client_instance_id>.

locals {
  client = var.client ? 1 : 0
}

data "aws_ssm_parameter" "client_image" {
  count = local.client
  name  = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "aws_instance" "client" {
  count                       = local.client
  ami                         = data.aws_ssm_parameter.client_image[0].insecure_value
  instance_type               = var.client_instance_type
  subnet_id                   = local.subnet_ids[0]
  vpc_security_group_ids      = [aws_security_group.kafka_client.id]
  iam_instance_profile        = aws_iam_instance_profile.client[0].name
  user_data_replace_on_change = true

  user_data = templatefile("${path.module}/templates/client.sh.tftpl", {
    kafka_version     = var.client_kafka_version
    iam_auth_version  = var.client_iam_auth_version
    bootstrap_servers = aws_msk_serverless_cluster.this.bootstrap_brokers_sasl_iam
  })

  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }

  root_block_device {
    encrypted   = true
    volume_size = 16
  }

  tags = { Name = "${local.cluster_name}-client" }

  # A newer image is not a reason to replace the machine.
  lifecycle {
    ignore_changes = [ami]
  }

  # The tools are downloaded at the first start.
  depends_on = [aws_route.private_out]
}

resource "aws_iam_instance_profile" "client" {
  count = local.client
  name  = "${local.cluster_name}-client"
  role  = aws_iam_role.client[0].name
}

resource "aws_iam_role" "client" {
  count = local.client
  name  = "${local.cluster_name}-client"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "client" {
  count      = local.client
  role       = aws_iam_role.client[0].name
  policy_arn = "arn:${local.partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_role_policy" "client" {
  count = local.client
  name  = "works-with-topics"
  role  = aws_iam_role.client[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Cluster"
        Effect   = "Allow"
        Action   = ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster", "kafka-cluster:WriteDataIdempotently"]
        Resource = local.cluster_arn
      },
      {
        Sid    = "Topics"
        Effect = "Allow"
        Action = [
          "kafka-cluster:AlterTopic", "kafka-cluster:AlterTopicDynamicConfiguration", "kafka-cluster:CreateTopic", "kafka-cluster:DeleteTopic",
          "kafka-cluster:DescribeTopic", "kafka-cluster:DescribeTopicDynamicConfiguration", "kafka-cluster:ReadData", "kafka-cluster:WriteData",
        ]
        Resource = local.user_topics
      },
      {
        Sid      = "Groups"
        Effect   = "Allow"
        Action   = ["kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"]
        Resource = ["${local.group_prefix}/${var.user_id}*", "${local.group_prefix}/console-consumer-*"]
      },
    ]
  })
}
