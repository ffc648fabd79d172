variable "user_id" {
  description = "The user in the names of topics, streams and buckets; the services know it as Pipeline:UserId."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9][A-Za-z0-9_-]{0,29}$", var.user_id))
    error_message = "user_id is 1 to 30 letters, digits, '-' or '_', and begins with a letter or digit: it stands in a regular expression and in bucket names."
  }
}

variable "region" {
  description = "The AWS region, such as eu-west-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "region is the code of an AWS region, such as eu-west-1."
  }
}

variable "name" {
  description = "What the names of the cluster, the roles and the rest begin with."
  type        = string
  default     = "ingest"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,15}$", var.name))
    error_message = "name is 2 to 16 small letters, digits or '-', and begins with a letter."
  }
}

variable "tags" {
  description = "Tags of everything, beside Project and User."
  type        = map(string)
  default     = {}
}

variable "force_destroy" {
  description = "Whether terraform destroy may remove buckets that still hold objects."
  type        = bool
  default     = false
}

variable "data_bucket_name" {
  description = "The bucket of the records and tables; null is user-<user_id>-bucket, as in the training project. Bucket names are global: choose another when that one is taken."
  type        = string
  default     = null
}

variable "noncurrent_days" {
  description = "Days after which replaced and deleted versions of objects are removed."
  type        = number
  default     = 30

  validation {
    condition     = var.noncurrent_days >= 1 && var.noncurrent_days <= 3650 && floor(var.noncurrent_days) == var.noncurrent_days
    error_message = "noncurrent_days is a whole number from 1 to 3650."
  }
}

variable "stream_shards" {
  description = "Shards of each of the three streams; 0 lets Kinesis scale them on demand."
  type        = number
  default     = 0

  validation {
    condition     = var.stream_shards >= 0 && var.stream_shards <= 500 && floor(var.stream_shards) == var.stream_shards
    error_message = "stream_shards is a whole number from 0 (on demand) to 500."
  }
}

variable "stream_retention_hours" {
  description = "Hours for which the streams keep a record."
  type        = number
  default     = 168

  validation {
    condition = alltrue([
      var.stream_retention_hours >= 24,
      var.stream_retention_hours <= 8760,
      floor(var.stream_retention_hours) == var.stream_retention_hours,
    ])
    error_message = "stream_retention_hours is a whole number from 24 to 8760."
  }
}

variable "log_retention_days" {
  description = "Days for which CloudWatch keeps the connector's log."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653], var.log_retention_days)
    error_message = "log_retention_days is one of the numbers that CloudWatch takes, such as 7, 30 or 365."
  }
}
