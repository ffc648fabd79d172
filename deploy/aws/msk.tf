locals {
  cluster_name = "${var.name}-${var.user_id}"

  # The same path under another kind: topic/<cluster>/<uuid>/<topic>, group/<cluster>/<uuid>/<group>.
  cluster_arn  = aws_msk_serverless_cluster.this.arn
  topic_prefix = replace(local.cluster_arn, ":cluster/", ":topic/")
  group_prefix = replace(local.cluster_arn, ":cluster/", ":group/")

  # In a policy only '*' and '?' stand for something else: these are the user's topics and no others.
  user_topics = "${local.topic_prefix}/${var.user_id}.*"
}

resource "aws_msk_serverless_cluster" "this" {
  cluster_name = local.cluster_name

  vpc_config {
    subnet_ids         = local.subnet_ids
    security_group_ids = [aws_security_group.kafka.id]
  }

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }
}

resource "aws_security_group" "kafka" {
  name        = "${local.cluster_name}-kafka"
  description = "The brokers: port 9098 from Kafka's clients."
  vpc_id      = local.vpc_id
}

# The connector and the EC2 client are in it; put your cluster's nodes in it too.
resource "aws_security_group" "kafka_client" {
  name        = "${local.cluster_name}-kafka-client"
  description = "Those who may reach the brokers."
  vpc_id      = local.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "kafka" {
  security_group_id            = aws_security_group.kafka.id
  referenced_security_group_id = aws_security_group.kafka_client.id
  description                  = "Kafka over TLS, login by IAM"
  ip_protocol                  = "tcp"
  from_port                    = 9098
  to_port                      = 9098
}

resource "aws_vpc_security_group_egress_rule" "client_to_kafka" {
  security_group_id            = aws_security_group.kafka_client.id
  referenced_security_group_id = aws_security_group.kafka.id
  description                  = "Kafka over TLS, login by IAM"
  ip_protocol                  = "tcp"
  from_port                    = 9098
  to_port                      = 9098
}

resource "aws_vpc_security_group_egress_rule" "client_to_https" {
  security_group_id = aws_security_group.kafka_client.id
  description       = "S3, Systems Manager, STS, downloads"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
