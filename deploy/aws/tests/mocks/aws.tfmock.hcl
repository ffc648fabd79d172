# What AWS would say; the account is the one that AWS's own documents use.

mock_data "aws_partition" {
  defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
}

mock_data "aws_caller_identity" {
  defaults = { account_id = "111122223333" }
}

mock_data "aws_availability_zones" {
  defaults = { names = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
}

mock_data "aws_ssm_parameter" {
  defaults = { insecure_value = "ami-0123456789abcdef0" }
}

mock_resource "aws_msk_serverless_cluster" {
  defaults = {
    arn                        = "arn:aws:kafka:eu-west-1:111122223333:cluster/ingest-alice/0f0e0d0c-0b0a-4000-8000-00000000cafe-s1"
    bootstrap_brokers_sasl_iam = "boot-abc.c1.kafka-serverless.eu-west-1.amazonaws.com:9098"
  }
}

mock_resource "aws_iam_role" {
  defaults = { arn = "arn:aws:iam::111122223333:role/some-role" }
}

mock_resource "aws_mskconnect_custom_plugin" {
  defaults = { arn = "arn:aws:kafkaconnect:eu-west-1:111122223333:custom-plugin/plugin/1", latest_revision = 1 }
}

mock_resource "aws_api_gateway_stage" {
  defaults = { invoke_url = "https://abc.execute-api.eu-west-1.amazonaws.com/prod" }
}

mock_resource "aws_mwaa_environment" {
  defaults = { webserver_url = "abc.c1.eu-west-1.airflow.amazonaws.com" }
}
