# Checked with Terraform 1.11 and provider 5.100. Before 1.9 a validation sees its own variable only; the tests need 1.11,
# which lets a made-up provider answer while it plans.
terraform {
  required_version = ">= 1.9"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

provider "aws" {
  region = var.region

  default_tags {
    tags = merge({ Project = var.name, User = var.user_id }, var.tags)
  }
}

data "aws_partition" "current" {}

data "aws_caller_identity" "current" {}

locals {
  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id
}
