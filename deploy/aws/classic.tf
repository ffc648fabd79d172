# The training project's own API, for those who keep it: Kafka REST behind {proxy+}, Kinesis by request templates.

locals {
  classic       = local.classic_kafka == 1 || local.classic_streams == 1 ? 1 : 0
  classic_kafka = var.classic_kafka_rest_url == null ? 0 : 1

  classic_streams = var.classic_kinesis ? 1 : 0

  # "<resource> <method>" → what it calls. The resource is a key of local.classic_paths.
  kinesis_calls = {
    "streams GET"       = { action = "ListStreams", template = "list-streams" }
    "stream GET"        = { action = "DescribeStream", template = "stream-name" }
    "stream POST"       = { action = "CreateStream", template = "create-stream" }
    "stream DELETE"     = { action = "DeleteStream", template = "stream-name" }
    "record PUT"        = { action = "PutRecord", template = "put-record" }
    "records PUT"       = { action = "PutRecords", template = "put-records" }
    "records GET"       = { action = "GetRecords", template = "get-records" }
    "sharditerator GET" = { action = "GetShardIterator", template = "shard-iterator" }
  }
  classic_calls = { for call, what in local.kinesis_calls : call => what if var.classic_kinesis }

  classic_paths = local.classic_streams == 0 ? {} : merge(
    { streams = aws_api_gateway_resource.streams[0].id, stream = aws_api_gateway_resource.stream[0].id },
    { for path, resource in aws_api_gateway_resource.below_stream : path => resource.id },
  )
}

resource "aws_api_gateway_rest_api" "classic" {
  count       = local.classic
  name        = "${local.cluster_name}-classic"
  description = "Kafka REST and Kinesis as the training project set them up."

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

resource "aws_api_gateway_resource" "kafka" {
  count       = local.classic_kafka
  rest_api_id = aws_api_gateway_rest_api.classic[0].id
  parent_id   = aws_api_gateway_rest_api.classic[0].root_resource_id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_method" "kafka" {
  count              = local.classic_kafka
  rest_api_id        = aws_api_gateway_rest_api.classic[0].id
  resource_id        = aws_api_gateway_resource.kafka[0].id
  http_method        = "ANY"
  authorization      = var.api_authorization
  request_parameters = { "method.request.path.proxy" = true }
}

resource "aws_api_gateway_integration" "kafka" {
  count                   = local.classic_kafka
  rest_api_id             = aws_api_gateway_rest_api.classic[0].id
  resource_id             = aws_api_gateway_resource.kafka[0].id
  http_method             = aws_api_gateway_method.kafka[0].http_method
  type                    = "HTTP_PROXY"
  integration_http_method = "ANY"
  uri                     = "${var.classic_kafka_rest_url}/{proxy}"
  request_parameters      = { "integration.request.path.proxy" = "method.request.path.proxy" }
}

resource "aws_api_gateway_resource" "streams" {
  count       = local.classic_streams
  rest_api_id = aws_api_gateway_rest_api.classic[0].id
  parent_id   = aws_api_gateway_rest_api.classic[0].root_resource_id
  path_part   = "streams"
}

resource "aws_api_gateway_resource" "stream" {
  count       = local.classic_streams
  rest_api_id = aws_api_gateway_rest_api.classic[0].id
  parent_id   = aws_api_gateway_resource.streams[0].id
  path_part   = "{stream-name}"
}

resource "aws_api_gateway_resource" "below_stream" {
  for_each    = toset(var.classic_kinesis ? ["record", "records", "sharditerator"] : [])
  rest_api_id = aws_api_gateway_rest_api.classic[0].id
  parent_id   = aws_api_gateway_resource.stream[0].id
  path_part   = each.key
}

resource "aws_api_gateway_method" "kinesis" {
  for_each      = local.classic_calls
  rest_api_id   = aws_api_gateway_rest_api.classic[0].id
  resource_id   = local.classic_paths[split(" ", each.key)[0]]
  http_method   = split(" ", each.key)[1]
  authorization = var.api_authorization

  request_parameters = merge(
    each.key == "streams GET" ? {} : { "method.request.path.stream-name" = true },
    each.key == "records GET" ? { "method.request.header.Shard-Iterator" = true } : {},
    each.key == "sharditerator GET" ? { "method.request.querystring.shard-id" = true } : {},
  )
}

resource "aws_api_gateway_integration" "kinesis" {
  for_each                = local.classic_calls
  rest_api_id             = aws_api_gateway_rest_api.classic[0].id
  resource_id             = aws_api_gateway_method.kinesis[each.key].resource_id
  http_method             = aws_api_gateway_method.kinesis[each.key].http_method
  type                    = "AWS"
  integration_http_method = "POST"
  uri                     = "arn:${local.partition}:apigateway:${var.region}:kinesis:action/${each.value.action}"
  credentials             = aws_iam_role.classic[0].arn
  request_parameters      = { "integration.request.header.Content-Type" = "'application/x-amz-json-1.1'" }

  # Another content type is refused with 415 rather than handed on unmapped.
  passthrough_behavior = "WHEN_NO_TEMPLATES"
  request_templates = {
    for type in ["application/json", "application/x-amz-json-1.1"] : type => file("${path.module}/templates/${each.value.template}.vtl")
  }
}

locals {
  # Kinesis' own refusals keep their class, where the tutorial's API answers 200 to everything.
  classic_statuses = { "200" = null, "400" = "4\\d{2}", "500" = "5\\d{2}" }
  classic_responses = merge([for call in keys(local.classic_calls) : {
    for status, pattern in local.classic_statuses : "${call} ${status}" => { call = call, status = status, pattern = pattern }
  }]...)
}

resource "aws_api_gateway_method_response" "kinesis" {
  for_each    = local.classic_responses
  rest_api_id = aws_api_gateway_rest_api.classic[0].id
  resource_id = aws_api_gateway_method.kinesis[each.value.call].resource_id
  http_method = aws_api_gateway_method.kinesis[each.value.call].http_method
  status_code = each.value.status
}

resource "aws_api_gateway_integration_response" "kinesis" {
  for_each          = local.classic_responses
  rest_api_id       = aws_api_gateway_rest_api.classic[0].id
  resource_id       = aws_api_gateway_integration.kinesis[each.value.call].resource_id
  http_method       = aws_api_gateway_integration.kinesis[each.value.call].http_method
  status_code       = aws_api_gateway_method_response.kinesis[each.key].status_code
  selection_pattern = each.value.pattern
}

resource "aws_api_gateway_deployment" "classic" {
  count       = local.classic
  rest_api_id = aws_api_gateway_rest_api.classic[0].id
  depends_on  = [aws_api_gateway_integration.kafka, aws_api_gateway_integration_response.kinesis]

  triggers = {
    redeployment = sha1(jsonencode([
      aws_api_gateway_method.kafka,
      aws_api_gateway_integration.kafka,
      aws_api_gateway_method.kinesis,
      aws_api_gateway_integration.kinesis,
      aws_api_gateway_integration_response.kinesis,
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "classic" {
  count         = local.classic
  rest_api_id   = aws_api_gateway_rest_api.classic[0].id
  deployment_id = aws_api_gateway_deployment.classic[0].id
  stage_name    = var.api_stage
}

resource "aws_api_gateway_method_settings" "classic" {
  count       = local.classic
  rest_api_id = aws_api_gateway_rest_api.classic[0].id
  stage_name  = aws_api_gateway_stage.classic[0].stage_name
  method_path = "*/*"

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = var.api_requests_per_second
    throttling_burst_limit = ceil(var.api_requests_per_second * 2)
  }
}

# API Gateway does not say for whom it takes the role, so the trust has no condition; no other account can pass a role of this one.
resource "aws_iam_role" "classic" {
  count = local.classic_streams
  name  = "${local.cluster_name}-classic-api"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "apigateway.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy" "classic" {
  count = local.classic_streams
  name  = "calls-kinesis"
  role  = aws_iam_role.classic[0].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "UsersStreams"
        Effect   = "Allow"
        Action   = sort([for call in values(local.kinesis_calls) : "kinesis:${call.action}" if call.action != "ListStreams"])
        Resource = "arn:${local.partition}:kinesis:${var.region}:${local.account}:stream/streaming-${var.user_id}-*"
      },
      { Sid = "Names", Effect = "Allow", Action = ["kinesis:ListStreams"], Resource = "*" },
    ]
  })
}
