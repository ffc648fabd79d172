# Everything that is off by default, on.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

variables {
  user_id                 = "alice"
  region                  = "eu-west-1"
  connector_plugin_key    = "confluentinc-kafka-connect-s3.zip"
  connector_flush_records = 1000
  eks_cluster_name        = "main"
  gateway_url             = "http://internal-lb.example.com:8080"
  gateway_nlb_arn         = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/gateway/0123456789abcdef"
  classic_kafka_rest_url  = "http://ec2.example.com:8082"
  classic_kinesis         = true
  api_stage               = "test"
  airflow                 = true
  client                  = true
}

run "everything" {
  command = plan

  # MSK Connect.
  assert {
    condition = aws_mskconnect_connector.s3_sink[0].connector_configuration == tomap({
      "connector.class"                = "io.confluent.connect.s3.S3SinkConnector"
      "tasks.max"                      = "3"
      "topics.regex"                   = "alice.*"
      "s3.region"                      = "eu-west-1"
      "s3.bucket.name"                 = module.data_bucket.name
      "storage.class"                  = "io.confluent.connect.s3.storage.S3Storage"
      "format.class"                   = "io.confluent.connect.s3.format.json.JsonFormat"
      "partitioner.class"              = "io.confluent.connect.storage.partitioner.DefaultPartitioner"
      "flush.size"                     = "1000"
      "schema.compatibility"           = "NONE"
      "key.converter"                  = "org.apache.kafka.connect.storage.StringConverter"
      "value.converter"                = "org.apache.kafka.connect.json.JsonConverter"
      "value.converter.schemas.enable" = "false"
    })
    error_message = "The connector is configured as the pipeline's bucket layout asks for."
  }

  assert {
    condition = alltrue([
      one(aws_mskconnect_connector.s3_sink[0].kafka_cluster_client_authentication).authentication_type == "IAM",
      one(aws_mskconnect_connector.s3_sink[0].kafka_cluster_encryption_in_transit).encryption_type == "TLS",
      aws_mskconnect_custom_plugin.s3_sink[0].content_type == "ZIP",
    ])
    error_message = "The connector logs in by IAM over TLS, with the plugin from the .zip."
  }

  assert {
    condition = jsondecode(aws_iam_role.connector[0].assume_role_policy).Statement[0].Condition == {
      StringEquals = { "aws:SourceAccount" = "111122223333" }
      ArnLike      = { "aws:SourceArn" = "arn:aws:kafkaconnect:eu-west-1:111122223333:connector/ingest-alice-s3-sink/*" }
    }
    error_message = "MSK Connect takes the connector's role for this connector of this account only."
  }

  assert {
    condition = alltrue([for role in [aws_iam_role_policy.connector, aws_iam_role_policy.client, aws_iam_role_policy.airflow, aws_iam_role_policy.classic] :
    !strcontains(role[0].policy, ":*\"") && !strcontains(role[0].policy, "iam:")])
    error_message = "No policy allows all actions of a service, or any of IAM."
  }

  assert {
    condition = toset([for statement in jsondecode(aws_iam_role_policy.connector[0].policy).Statement : statement.Resource if statement.Sid == "Objects" || statement.Sid == "Topics"]) == toset([
      "arn:aws:s3:::user-alice-bucket/topics/*",
      "arn:aws:kafka:eu-west-1:111122223333:topic/ingest-alice/0f0e0d0c-0b0a-4000-8000-00000000cafe-s1/alice.*",
    ])
    error_message = "The connector reads the user's topics and writes below topics/."
  }

  # The services on EKS.
  assert {
    condition = { for service, association in aws_eks_pod_identity_association.service : service => "${association.cluster_name}/${association.namespace}/${association.service_account}" } == {
      for service in ["kafka-proxy", "kinesis-proxy", "s3-sink", "spark", "worker"] : service => "main/ingest/${service}"
    }
    error_message = "Each role is bound to its service account."
  }

  # The API in front of the gateway.
  assert {
    condition = alltrue([
      aws_api_gateway_integration.front[0].type == "HTTP_PROXY",
      aws_api_gateway_integration.front[0].uri == "http://internal-lb.example.com:8080/{proxy}",
      aws_api_gateway_integration.front[0].connection_type == "VPC_LINK",
      aws_api_gateway_resource.front[0].path_part == "{proxy+}",
      aws_api_gateway_method.front[0].http_method == "ANY",
    ])
    error_message = "Everything is passed on to the gateway, by the VPC link."
  }

  assert {
    condition     = toset([for method in concat(aws_api_gateway_method.front, aws_api_gateway_method.kafka, values(aws_api_gateway_method.kinesis)) : method.authorization]) == toset(["AWS_IAM"])
    error_message = "Nobody posts without a signature unless told otherwise."
  }

  assert {
    condition     = output.service_environment.gateway.Gateway__Stages__0 == "test"
    error_message = "The gateway drops the stage's name."
  }

  # The training project's own API.
  assert {
    condition = { for call, integration in aws_api_gateway_integration.kinesis : call => integration.uri } == {
      "streams GET"       = "arn:aws:apigateway:eu-west-1:kinesis:action/ListStreams"
      "stream GET"        = "arn:aws:apigateway:eu-west-1:kinesis:action/DescribeStream"
      "stream POST"       = "arn:aws:apigateway:eu-west-1:kinesis:action/CreateStream"
      "stream DELETE"     = "arn:aws:apigateway:eu-west-1:kinesis:action/DeleteStream"
      "record PUT"        = "arn:aws:apigateway:eu-west-1:kinesis:action/PutRecord"
      "records PUT"       = "arn:aws:apigateway:eu-west-1:kinesis:action/PutRecords"
      "records GET"       = "arn:aws:apigateway:eu-west-1:kinesis:action/GetRecords"
      "sharditerator GET" = "arn:aws:apigateway:eu-west-1:kinesis:action/GetShardIterator"
    }
    error_message = "Each route calls its action of Kinesis."
  }

  assert {
    condition = alltrue([for integration in aws_api_gateway_integration.kinesis :
      integration.type == "AWS" && integration.integration_http_method == "POST"
      && integration.request_parameters["integration.request.header.Content-Type"] == "'application/x-amz-json-1.1'"
    && join(" ", keys(integration.request_templates)) == "application/json application/x-amz-json-1.1" && integration.passthrough_behavior == "WHEN_NO_TEMPLATES"])
    error_message = "Kinesis is called by POST in its own content type, with a template for both types of the clients."
  }

  assert {
    condition = alltrue([
      aws_api_gateway_integration.kinesis["record PUT"].request_templates["application/json"] == file("templates/put-record.vtl"),
      aws_api_gateway_integration.kinesis["records PUT"].request_templates["application/json"] == file("templates/put-records.vtl"),
    ])
    error_message = "The templates are those of templates/."
  }

  assert {
    condition = alltrue([
      aws_api_gateway_integration.kafka[0].uri == "http://ec2.example.com:8082/{proxy}",
      aws_api_gateway_integration.kafka[0].request_parameters["integration.request.path.proxy"] == "method.request.path.proxy",
    ])
    error_message = "Everything else is passed on to the Kafka REST proxy."
  }

  assert {
    condition = alltrue([
      jsondecode(aws_iam_role_policy.classic[0].policy).Statement[0].Resource == "arn:aws:kinesis:eu-west-1:111122223333:stream/streaming-alice-*",
      jsondecode(aws_iam_role.classic[0].assume_role_policy).Statement[0].Principal.Service == "apigateway.amazonaws.com",
    ])
    error_message = "API Gateway may call Kinesis for the user's streams."
  }

  # Airflow and the client.
  assert {
    condition = alltrue([
      aws_mwaa_environment.this[0].dag_s3_path == "dags",
      aws_mwaa_environment.this[0].webserver_access_mode == "PRIVATE_ONLY",
      strcontains(file("../airflow/requirements.txt"), "/constraints-${aws_mwaa_environment.this[0].airflow_version}/"),
    ])
    error_message = "Airflow reads the DAG bucket and is reached from the VPC."
  }

  assert {
    condition = alltrue([
      contains(keys(aws_s3_object.dag), "ingest_dag.py"),
      join(" ", keys(aws_s3_object.dag)) == join(" ", fileset("../airflow/dags", "**/*.py")),
    ])
    error_message = "The DAGs of deploy/airflow are put into the bucket."
  }

  assert {
    condition = alltrue([
      one(aws_instance.client[0].metadata_options).http_tokens == "required",
      one(aws_instance.client[0].root_block_device).encrypted,
      endswith(aws_iam_role_policy_attachment.client[0].policy_arn, "/AmazonSSMManagedInstanceCore"),
    ])
    error_message = "The client is reached by Session Manager, not by SSH."
  }

  assert {
    condition = alltrue([
      strcontains(aws_instance.client[0].user_data, "aws-msk-iam-auth-2.3.2-all.jar"),
      strcontains(aws_instance.client[0].user_data, "sasl.mechanism=AWS_MSK_IAM"),
      strcontains(aws_instance.client[0].user_data, "boot-abc.c1.kafka-serverless.eu-west-1.amazonaws.com:9098"),
    ])
    error_message = "The client gets the login module and the brokers' address."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.kafka.from_port == 9098 && aws_vpc_security_group_ingress_rule.kafka.cidr_ipv4 == null
    error_message = "The brokers are open to their clients' group, on one port, and to no range of addresses."
  }
}

run "other_ways" {
  command = plan

  variables {
    vpc_id                 = "vpc-0123456789abcdef0"
    private_subnet_ids     = ["subnet-a", "subnet-b", "subnet-c"]
    stream_shards          = 4
    stream_retention_hours = 24
    connector_plugin_key   = null
    eks_cluster_name       = null
    eks_oidc_provider_arn  = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC"
    airflow                = false
    client                 = false
    gateway_nlb_arn        = null
    api_authorization      = "NONE"
  }

  assert {
    condition = jsondecode(aws_iam_role.service["worker"].assume_role_policy).Statement[0] == {
      Effect    = "Allow"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC" }
      Action    = ["sts:AssumeRoleWithWebIdentity"]
      Condition = { StringEquals = {
        "oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud" = "sts.amazonaws.com"
        "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub" = "system:serviceaccount:ingest:worker"
      } }
    }
    error_message = "With an OIDC provider a role is taken by its service account."
  }

  assert {
    condition = alltrue([
      aws_api_gateway_integration.front[0].connection_type == "INTERNET",
      length(aws_api_gateway_vpc_link.front) == 0,
      aws_api_gateway_method.front[0].authorization == "NONE",
    ])
    error_message = "Without a load balancer of the VPC the gateway is reached over the internet."
  }

  assert {
    condition = alltrue([
      length(aws_vpc.this) + length(aws_nat_gateway.this) + length(aws_subnet.private) == 0,
      length(one(aws_msk_serverless_cluster.this.vpc_config).subnet_ids) == 3,
    ])
    error_message = "With vpc_id nothing of a network is made."
  }

  assert {
    condition     = alltrue([for stream in aws_kinesis_stream.this : stream.shard_count == 4 && one(stream.stream_mode_details).stream_mode == "PROVISIONED" && stream.retention_period == 24])
    error_message = "A number of shards provisions them."
  }
}
