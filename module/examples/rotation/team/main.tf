# One team's schedule: a rule that hands the team's configuration to the function.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "name" {
  description = "The team's name in Concourse."
  type        = string
}

variable "accounts" {
  description = "The accounts; name is what pipelines write in ((name.access-key))."
  type = list(object({
    name     = string
    role_arn = string
    duration = optional(number)
  }))
}

variable "function" {
  description = "The function: its name and arn."
  type = object({
    name = string
    arn  = string
  })
}

variable "interval" {
  description = "Minutes between two rotations: 10, 15, 20 or 30."
  type        = number
  default     = 30

  validation {
    condition     = contains([10, 15, 20, 30], var.interval)
    error_message = "The hour must divide into the interval, and Secrets Manager wants at least 10 minutes between updates."
  }
}

variable "configuration_bucket" {
  description = "A bucket to keep the configuration in, for a team whose accounts do not fit into a rule; or null."
  type        = string
  default     = null
}

locals {
  # The first minute comes from the name, so that the teams are spread over the interval.
  minute = parseint(substr(md5(var.name), 0, 4), 16) % var.interval

  # A member that is null would be sent as null, which is no duration.
  document = jsonencode({
    name = var.name
    accounts = [for account in var.accounts : merge(
      { name = account.name, roleArn = account.role_arn },
      account.duration == null ? {} : { duration = account.duration },
    )]
  })
  key     = "${var.name}.json"
  pointer = jsonencode({ bucket = var.configuration_bucket, key = local.key })
}

resource "aws_s3_object" "configuration" {
  count        = var.configuration_bucket == null ? 0 : 1
  bucket       = var.configuration_bucket
  key          = local.key
  content      = local.document
  content_type = "application/json"
}

resource "aws_cloudwatch_event_rule" "schedule" {
  name                = "${var.function.name}-${var.name}"
  description         = "Rotates the secrets of the Concourse team ${var.name}."
  schedule_expression = "cron(${local.minute}/${var.interval} * * * ? *)"
}

resource "aws_cloudwatch_event_target" "function" {
  rule  = aws_cloudwatch_event_rule.schedule.name
  arn   = var.function.arn
  input = var.configuration_bucket == null ? local.document : local.pointer

  lifecycle {
    precondition {
      condition     = var.configuration_bucket != null || length(local.document) <= 8192
      error_message = "A rule's input has 8192 characters, which is about 80 accounts. Give configuration_bucket, here and to the function."
    }
  }
}
