# Everything here is off until asked for.

variable "connector_plugin_key" {
  description = "The object in the plugin bucket that holds the Confluent S3 sink connector, a .zip or .jar that you have put there. Null: no connector, our own sink writes the bucket."
  type        = string
  default     = null

  validation {
    condition     = var.connector_plugin_key == null ? true : can(regex("[.](zip|jar)$", var.connector_plugin_key))
    error_message = "connector_plugin_key ends in .zip or .jar."
  }
}

variable "connector_flush_records" {
  description = "Records in an object of the connector: 1 shows them at once, as in the training project; thousands in earnest."
  type        = number
  default     = 1

  validation {
    condition     = var.connector_flush_records >= 1 && floor(var.connector_flush_records) == var.connector_flush_records
    error_message = "connector_flush_records is a whole number from 1."
  }
}

variable "eks_cluster_name" {
  description = "An EKS cluster with the Pod Identity agent: the services' roles are bound to their service accounts there."
  type        = string
  default     = null
}

variable "eks_oidc_provider_arn" {
  description = "The cluster's OIDC provider, for roles by service account (IRSA) instead of Pod Identity."
  type        = string
  default     = null

  validation {
    condition     = var.eks_oidc_provider_arn == null ? true : can(regex(":oidc-provider/.+", var.eks_oidc_provider_arn))
    error_message = "eks_oidc_provider_arn is an ARN with :oidc-provider/ in it."
  }

  validation {
    condition     = var.eks_oidc_provider_arn == null || var.eks_cluster_name == null
    error_message = "Set eks_cluster_name for Pod Identity or eks_oidc_provider_arn for IRSA, not both."
  }
}

variable "kubernetes_namespace" {
  description = "The namespace of the services, as in deploy/k8s."
  type        = string
  default     = "ingest"
}

variable "gateway_url" {
  description = "Where the gateway is reached, without a slash at the end: an API is put in front of it. Null: no API."
  type        = string
  default     = null

  validation {
    condition     = var.gateway_url == null ? true : can(regex("^https?://[^/?#]+(/[^?#]*[^/?#])?$", var.gateway_url))
    error_message = "gateway_url is an http or https address without query and without a slash at the end."
  }
}

variable "gateway_nlb_arn" {
  description = "With gateway_url: the network load balancer that the address names, when it is internal; the API reaches it by a VPC link."
  type        = string
  default     = null

  validation {
    condition     = var.gateway_nlb_arn == null ? true : can(regex(":loadbalancer/net/", var.gateway_nlb_arn))
    error_message = "gateway_nlb_arn is the ARN of a network load balancer; a REST API takes no other."
  }

  validation {
    condition     = var.gateway_nlb_arn == null || var.gateway_url != null
    error_message = "gateway_nlb_arn needs gateway_url, the address that the load balancer answers to."
  }
}

variable "api_authorization" {
  description = "AWS_IAM: callers sign their requests. NONE: anybody may post; the training project's emulators need it."
  type        = string
  default     = "AWS_IAM"

  validation {
    condition     = contains(["AWS_IAM", "NONE"], var.api_authorization)
    error_message = "api_authorization is AWS_IAM or NONE."
  }
}

variable "api_stage" {
  description = "The first path segment of both APIs; the gateway drops test, dev and prod."
  type        = string
  default     = "prod"

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,64}$", var.api_stage))
    error_message = "api_stage is 1 to 64 letters, digits, '-' or '_'."
  }
}

variable "api_requests_per_second" {
  description = "Requests a second that each API lets through, with bursts of twice as many; beyond it 429."
  type        = number
  default     = 500

  validation {
    condition     = var.api_requests_per_second >= 1 && var.api_requests_per_second <= 10000
    error_message = "api_requests_per_second is 1 to 10000."
  }
}

variable "classic_kafka_rest_url" {
  description = "The training project's own way for batches: the Kafka REST proxy on an EC2 instance, such as http://host:8082. Null: not there."
  type        = string
  default     = null

  validation {
    condition     = var.classic_kafka_rest_url == null ? true : can(regex("^https?://[^/?#]+$", var.classic_kafka_rest_url))
    error_message = "classic_kafka_rest_url is an http or https address without a path."
  }
}

variable "classic_kinesis" {
  description = "The training project's own way for streams: API Gateway calls Kinesis itself, by request templates."
  type        = bool
  default     = false
}

variable "airflow" {
  description = "Whether to run the DAGs of deploy/airflow on MWAA; billed by the hour."
  type        = bool
  default     = false
}

variable "airflow_webserver_access" {
  description = "PRIVATE_ONLY: the web interface is reached from the VPC, and its server reaches no package index; see docs/aws.md. PUBLIC_ONLY: from anywhere, with an IAM login."
  type        = string
  default     = "PRIVATE_ONLY"

  validation {
    condition     = contains(["PRIVATE_ONLY", "PUBLIC_ONLY"], var.airflow_webserver_access)
    error_message = "airflow_webserver_access is PRIVATE_ONLY or PUBLIC_ONLY."
  }
}

variable "client" {
  description = "Whether to start an EC2 instance with Kafka's command-line tools, reached by Session Manager."
  type        = bool
  default     = false
}

variable "client_instance_type" {
  description = "The instance type of the client, x86-64."
  type        = string
  default     = "t3.small"
}

variable "client_kafka_version" {
  description = "The version of Kafka whose command-line tools the client gets."
  type        = string
  default     = "3.9.1"
}

variable "client_iam_auth_version" {
  description = "The version of aws-msk-iam-auth, with which Kafka's tools log in to MSK."
  type        = string
  default     = "2.3.2"
}
