locals {
  kafka_environment = {
    Kafka__BootstrapServers = aws_msk_serverless_cluster.this.bootstrap_brokers_sasl_iam
    Kafka__Authentication   = "MskIam"
    Kafka__Region           = var.region
  }
  bucket_environment = {
    ObjectStore__Uri    = "s3://${module.data_bucket.name}"
    ObjectStore__Region = var.region
  }
}

output "service_environment" {
  description = "What each service takes from here, by its service account's name; keys as in docs/configuration.md."
  value = {
    gateway       = { Gateway__Stages__0 = var.api_stage, Routing__UserId = var.user_id }
    kafka-proxy   = local.kafka_environment
    kinesis-proxy = { Kinesis__Region = var.region }
    s3-sink = merge(local.kafka_environment, local.bucket_environment, {
      S3Sink__GroupId     = local.sink_group
      S3Sink__TopicsRegex = "${var.user_id}[.].*"
    })
    worker = merge(local.bucket_environment, {
      Kinesis__Region  = var.region
      Pipeline__UserId = var.user_id
    })
  }
}

output "service_roles" {
  description = "The roles of the services, by service account; for IRSA the annotation eks.amazonaws.com/role-arn."
  value       = { for service, role in aws_iam_role.service : service => role.arn }
}

output "streams" {
  description = "The streams' names."
  value       = sort(keys(aws_kinesis_stream.this))
}

output "plugin_bucket" {
  description = "Where the connector's .zip goes."
  value       = module.plugin_bucket.name
}

output "kafka_client_security_group" {
  description = "What may reach the brokers; put the nodes of your cluster in it."
  value       = aws_security_group.kafka_client.id
}

output "api_url" {
  description = "The API in front of the gateway, when there is one."
  value       = one(aws_api_gateway_stage.front[*].invoke_url)
}

output "classic_api_url" {
  description = "The training project's own API, when there is one."
  value       = one(aws_api_gateway_stage.classic[*].invoke_url)
}

output "airflow_url" {
  description = "Airflow's web interface, when there is one."
  value       = one([for host in aws_mwaa_environment.this[*].webserver_url : "https://${host}"])
}

output "client_instance_id" {
  description = "The EC2 client, when there is one: aws ssm start-session --target ID."
  value       = one(aws_instance.client[*].id)
}
