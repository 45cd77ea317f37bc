# The role in a team's own account that the function assumes for the team's pipelines.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "name" {
  description = "The role's name."
  type        = string
}

variable "team" {
  description = "The Concourse team that the role is for."
  type        = string
}

variable "function_role_arn" {
  description = "The role of the function."
  type        = string
}

variable "policy_arns" {
  description = "What the team's pipelines may do here."
  type        = list(string)
}

resource "aws_iam_role" "team" {
  name                 = var.name
  description          = "What pipelines of the Concourse team ${var.team} may do."
  max_session_duration = 3600
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = var.function_role_arn }
      # The function names its sessions after the team that it writes for. Without this condition another team could put this role
      # into its own configuration, and would get this account's credentials under its own path.
      Condition = { StringEquals = { "sts:RoleSessionName" = "ConcourseTeam-${var.team}" } }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "team" {
  for_each   = toset(var.policy_arns)
  role       = aws_iam_role.team.name
  policy_arn = each.value
}

output "role_arn" {
  value = aws_iam_role.team.arn
}
