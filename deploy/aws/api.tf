# An API in front of our gateway: everything is passed on as it came.

locals {
  api      = var.gateway_url == null ? 0 : 1
  vpc_link = var.gateway_nlb_arn == null ? 0 : 1
}

resource "aws_api_gateway_rest_api" "front" {
  count       = local.api
  name        = local.cluster_name
  description = "Passes everything on to the gateway."

  # Bodies are bytes: compressed or binary ones would be spoilt as text.
  binary_media_types = ["*/*"]

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_resource" "front" {
  count       = local.api
  rest_api_id = aws_api_gateway_rest_api.front[0].id
  parent_id   = aws_api_gateway_rest_api.front[0].root_resource_id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_method" "front" {
  count              = local.api
  rest_api_id        = aws_api_gateway_rest_api.front[0].id
  resource_id        = aws_api_gateway_resource.front[0].id
  http_method        = "ANY"
  authorization      = var.api_authorization
  request_parameters = { "method.request.path.proxy" = true }
}

resource "aws_api_gateway_vpc_link" "front" {
  count       = local.vpc_link
  name        = local.cluster_name
  target_arns = [var.gateway_nlb_arn]
}

resource "aws_api_gateway_integration" "front" {
  count                   = local.api
  rest_api_id             = aws_api_gateway_rest_api.front[0].id
  resource_id             = aws_api_gateway_resource.front[0].id
  http_method             = aws_api_gateway_method.front[0].http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "ANY"
  uri                     = "${var.gateway_url}/{proxy}"
  connection_type         = local.vpc_link == 1 ? "VPC_LINK" : "INTERNET"
  connection_id           = local.vpc_link == 1 ? aws_api_gateway_vpc_link.front[0].id : null
  request_parameters      = { "integration.request.path.proxy" = "method.request.path.proxy" }
}

resource "aws_api_gateway_deployment" "front" {
  count       = local.api
  rest_api_id = aws_api_gateway_rest_api.front[0].id

  triggers = {
    redeployment = sha1(jsonencode([aws_api_gateway_resource.front, aws_api_gateway_method.front, aws_api_gateway_integration.front]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "front" {
  count         = local.api
  rest_api_id   = aws_api_gateway_rest_api.front[0].id
  deployment_id = aws_api_gateway_deployment.front[0].id
  stage_name    = var.api_stage
}

resource "aws_api_gateway_method_settings" "front" {
  count       = local.api
  rest_api_id = aws_api_gateway_rest_api.front[0].id
  stage_name  = aws_api_gateway_stage.front[0].stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = var.api_requests_per_second
    throttling_burst_limit = ceil(var.api_requests_per_second * 2)
  }
}
