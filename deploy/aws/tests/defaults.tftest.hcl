# What is made when only the two required variables are given, and what is not.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  user_id = "alice"
  region  = "eu-west-1"
}

run "only_what_every_user_needs" {
  command = plan

  assert {
    condition     = output.streams == tolist(["streaming-alice-geo", "streaming-alice-pin", "streaming-alice-user"])
    error_message = "The streams are the pipeline's three, by the user's name."
  }

  assert {
    condition     = alltrue([for stream in aws_kinesis_stream.this : stream.encryption_type == "KMS" && one(stream.stream_mode_details).stream_mode == "ON_DEMAND"])
    error_message = "Streams are encrypted and scale on demand."
  }

  assert {
    condition     = one(one(one(aws_msk_serverless_cluster.this.client_authentication).sasl).iam).enabled && length(aws_subnet.private) == 2
    error_message = "MSK Serverless takes logins by IAM, in two subnets."
  }

  # Off until asked for.
  assert {
    condition = alltrue([for many in [
      aws_mskconnect_connector.s3_sink, aws_iam_role.connector, aws_mwaa_environment.this, aws_s3_object.dag, aws_instance.client,
      aws_api_gateway_rest_api.front, aws_api_gateway_rest_api.classic, aws_iam_role.classic, module.dag_bucket,
    ] : length(many) == 0]) && length(aws_api_gateway_integration.kinesis) == 0 && length(aws_eks_pod_identity_association.service) == 0
    error_message = "Connector, Airflow, client, both APIs and the associations are off by default."
  }

  assert {
    condition = alltrue([
      module.data_bucket.name == "user-alice-bucket",
      module.data_bucket.arn == "arn:aws:s3:::user-alice-bucket",
      module.plugin_bucket.arn == "arn:aws:s3:::ingest-alice-plugins",
    ])
    error_message = "The buckets are named after the user."
  }

  assert {
    condition = alltrue([for bucket in [module.data_bucket, module.plugin_bucket] :
      jsondecode(bucket.policy).Statement[0] == {
        Sid       = "TlsOnly"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [bucket.arn, "${bucket.arn}/*"]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }])
    error_message = "Nobody reaches a bucket without TLS."
  }

  # The services' roles.
  assert {
    condition     = toset(keys(aws_iam_role.service)) == toset(["kafka-proxy", "kinesis-proxy", "s3-sink", "spark", "worker"])
    error_message = "Each service that calls AWS has its role, and the gateway has none."
  }

  assert {
    condition = alltrue([for service, role in aws_iam_role.service : jsondecode(role.assume_role_policy).Statement[0] == {
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = { StringEquals = {
        "aws:SourceAccount"                         = "111122223333"
        "aws:RequestTag/kubernetes-namespace"       = "ingest"
        "aws:RequestTag/kubernetes-service-account" = service
      } }
    }])
    error_message = "Only the service's own pods take its role."
  }

  assert {
    condition = alltrue(flatten([for policy in aws_iam_role_policy.service : [for statement in jsondecode(policy.policy).Statement :
      alltrue([for action in statement.Action : !strcontains(action, "*")]) && (statement.Sid == "Names" || !contains(statement.Resource, "*"))
    ]]))
    error_message = "No action of a service is a pattern, and nothing but the list of streams is allowed everywhere."
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.service["kafka-proxy"].policy).Statement : statement.Sid => statement.Resource
      } == {
      Cluster = ["arn:aws:kafka:eu-west-1:111122223333:cluster/ingest-alice/0f0e0d0c-0b0a-4000-8000-00000000cafe-s1"]
      Topics  = ["arn:aws:kafka:eu-west-1:111122223333:topic/ingest-alice/0f0e0d0c-0b0a-4000-8000-00000000cafe-s1/alice.*"]
    }
    error_message = "The Kafka proxy reaches the user's topics on this cluster."
  }

  assert {
    condition = alltrue([
      !strcontains(aws_iam_role_policy.service["kinesis-proxy"].policy, "CreateStream"),
      !strcontains(aws_iam_role_policy.service["kinesis-proxy"].policy, "DeleteStream"),
      length(jsondecode(aws_iam_role_policy.service["kinesis-proxy"].policy).Statement[0].Resource) == 3,
    ])
    error_message = "The Kinesis proxy reads and writes the three streams; Terraform makes and removes them."
  }

  assert {
    condition = alltrue([for service in ["s3-sink", "worker"] : alltrue(flatten([for statement in jsondecode(aws_iam_role_policy.service[service].policy).Statement :
    contains(statement.Action, "s3:PutObject") ? [for resource in statement.Resource : resource != "${module.data_bucket.arn}/*"] : [true]]))])
    error_message = "Sink and worker write to their own folders of the bucket."
  }

  assert {
    condition = distinct(flatten([for policy in aws_iam_role_policy.service : [for statement in jsondecode(policy.policy).Statement :
    statement.Resource if contains(statement.Action, "s3:DeleteObject")]])) == tolist(["${module.data_bucket.arn}/runs/*"])
    error_message = "Objects are created, never overwritten or deleted, but for what Spark makes below runs/."
  }

  assert {
    condition = alltrue([
      output.service_environment.s3-sink.ObjectStore__Uri == "s3://${module.data_bucket.name}",
      output.service_environment.kafka-proxy.Kafka__BootstrapServers == "boot-abc.c1.kafka-serverless.eu-west-1.amazonaws.com:9098",
      output.service_environment.s3-sink.Kafka__Authentication == "MskIam",
      output.service_environment.kinesis-proxy.Kinesis__Region == "eu-west-1",
      output.service_environment.worker.Pipeline__UserId == "alice",
    ])
    error_message = "The outputs tell the services where their brokers, bucket and streams are."
  }
}
