variable "vpc_id" {
  description = "A VPC of your own; null makes a small one."
  type        = string
  default     = null
}

variable "private_subnet_ids" {
  description = "With vpc_id: 2 or 3 private subnets in different availability zones. Airflow takes the first two. They need a way to S3, and with Airflow or the client one to the internet."
  type        = list(string)
  default     = []

  validation {
    condition     = var.vpc_id == null ? length(var.private_subnet_ids) == 0 : contains([2, 3], length(var.private_subnet_ids))
    error_message = "private_subnet_ids holds 2 or 3 subnets with vpc_id, and none without."
  }
}

variable "vpc_cidr" {
  description = "Without vpc_id: the addresses of the VPC, a /16 to a /24."
  type        = string
  default     = "10.60.0.0/20"

  validation {
    condition = alltrue([
      can(cidrhost(var.vpc_cidr, 0)),
      try(tonumber(split("/", var.vpc_cidr)[1]), 0) >= 16,
      try(tonumber(split("/", var.vpc_cidr)[1]), 99) <= 24,
    ])
    error_message = "vpc_cidr is a range of addresses between a /16 and a /24, such as 10.60.0.0/20."
  }
}

variable "nat_gateway" {
  description = "Without vpc_id: whether the private subnets reach the internet. Airflow and the client need it; it is billed by the hour."
  type        = bool
  default     = true
}
