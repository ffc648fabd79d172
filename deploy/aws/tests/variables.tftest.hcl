# What does not hold is named before anything is planned.

mock_provider "aws" {
  source          = "./tests/mocks"
  override_during = plan
}

run "values_out_of_range" {
  command = plan

  variables {
    user_id                  = "alice.*"
    region                   = "Ireland"
    name                     = "Ingest"
    noncurrent_days          = 0
    stream_shards            = 1.5
    stream_retention_hours   = 12
    log_retention_days       = 31
    private_subnet_ids       = ["subnet-a"]
    vpc_cidr                 = "10.0.0.0/28"
    connector_plugin_key     = "connector.tar.gz"
    connector_flush_records  = 0
    eks_oidc_provider_arn    = "https://oidc.example.com"
    gateway_url              = "gateway.example.com/"
    api_authorization        = "OPEN"
    api_stage                = "a/b"
    api_requests_per_second  = 0
    classic_kafka_rest_url   = "http://host:8082/topics"
    airflow_webserver_access = "OPEN"
  }

  expect_failures = [
    var.user_id, var.region, var.name, var.noncurrent_days, var.stream_shards, var.stream_retention_hours, var.log_retention_days,
    var.private_subnet_ids, var.vpc_cidr, var.connector_plugin_key, var.connector_flush_records, var.eks_oidc_provider_arn, var.gateway_url,
    var.api_authorization, var.api_stage, var.api_requests_per_second, var.classic_kafka_rest_url, var.airflow_webserver_access,
  ]
}

run "values_that_need_each_other" {
  command = plan

  variables {
    user_id               = "alice"
    region                = "eu-west-1"
    vpc_id                = "vpc-0123456789abcdef0"
    eks_cluster_name      = "main"
    eks_oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/oidc.example.com"
    gateway_nlb_arn       = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/gateway/1"
  }

  expect_failures = [var.private_subnet_ids, var.eks_oidc_provider_arn, var.gateway_nlb_arn]
}
