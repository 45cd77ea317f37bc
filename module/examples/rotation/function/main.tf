# The function that rotates, the role it has, and the alarms that say when it does not.

terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  region    = data.aws_region.current.name
  secrets   = "arn:${local.partition}:secretsmanager:${local.region}:${local.account}:secret:/${var.secrets_prefix}/*"
}

resource "aws_iam_role" "function" {
  name = var.name
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "function" {
  name = "rotate"
  role = aws_iam_role.function.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat([
      {
        Sid      = "AssumeTeamRoles"
        Effect   = "Allow"
        Action   = "sts:AssumeRole"
        Resource = var.role_arns
      },
      {
        Sid      = "LookAtSecretsButNotIntoThem"
        Effect   = "Allow"
        Action   = ["secretsmanager:CreateSecret", "secretsmanager:DescribeSecret"]
        Resource = local.secrets
      },
      {
        # CreateSecret with tags asks for this too; no tag but the program's own can be set.
        Sid       = "MarkSecrets"
        Effect    = "Allow"
        Action    = "secretsmanager:TagResource"
        Resource  = local.secrets
        Condition = { "ForAllValues:StringLike" = { "aws:TagKeys" = "assumerole:*" } }
      },
      {
        # A secret that is not marked as the program's own cannot be overwritten by mistake.
        Sid       = "ReplaceOwnSecrets"
        Effect    = "Allow"
        Action    = "secretsmanager:UpdateSecret"
        Resource  = local.secrets
        Condition = { Null = { "aws:ResourceTag/assumerole:owner" = "false" } }
      },
      {
        Sid      = "Log"
        Effect   = "Allow"
        Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
        Resource = "${aws_cloudwatch_log_group.function.arn}:*"
      }],
      var.configuration_bucket == null ? [] : [{
        Sid      = "ReadTeams"
        Effect   = "Allow"
        Action   = "s3:GetObject"
        Resource = "arn:${local.partition}:s3:::${var.configuration_bucket}/*"
    }])
  })
}

resource "aws_cloudwatch_log_group" "function" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_in_days
}

resource "aws_lambda_function" "rotation" {
  function_name    = var.name
  description      = "Writes the sessions of Concourse teams to their secrets."
  role             = aws_iam_role.function.arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = "bootstrap"
  runtime          = "provided.al2023"
  architectures    = [var.architecture]
  memory_size      = 256
  timeout          = var.timeout

  # Few runs at the same time: Secrets Manager takes 50 writes a second, whoever they come from.
  reserved_concurrent_executions = var.concurrency

  environment {
    variables = {
      SECRETS_MANAGER_PATH     = "/${var.secrets_prefix}/{{.Team}}/{{.Account}}"
      ASSUMEROLE_LAYOUT        = var.layout
      ASSUMEROLE_ALLOW_SHORTER = tostring(var.allow_shorter)
    }
  }

  depends_on = [aws_iam_role_policy.function, aws_cloudwatch_log_group.function]
}

# What failed for a passing reason succeeds in the second try, and what was written in the first is kept.
resource "aws_lambda_function_event_invoke_config" "rotation" {
  function_name                = aws_lambda_function.rotation.function_name
  maximum_retry_attempts       = 1
  maximum_event_age_in_seconds = 900
}

# One permission for the rules of all teams: a function's resource policy has 20 KB.
resource "aws_lambda_permission" "schedules" {
  statement_id  = "schedules"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.rotation.function_name
  principal     = "events.amazonaws.com"
  source_arn    = "arn:${local.partition}:events:${local.region}:${local.account}:rule/${var.name}-*"
}

resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name          = "${var.name}-failed"
  alarm_description   = "A team's rotation failed; the function's log has a line of JSON for each account, with its finding and remedy."
  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = aws_lambda_function.rotation.function_name }
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_topics
  ok_actions          = var.alarm_topics
}

# A schedule that was switched off makes no errors: silence is an alarm of its own.
resource "aws_cloudwatch_metric_alarm" "silent" {
  alarm_name          = "${var.name}-silent"
  alarm_description   = "No rotation has run for an hour."
  namespace           = "AWS/Lambda"
  metric_name         = "Invocations"
  dimensions          = { FunctionName = aws_lambda_function.rotation.function_name }
  statistic           = "Sum"
  period              = 3600
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "LessThanThreshold"
  treat_missing_data  = "breaching"
  alarm_actions       = var.alarm_topics
  ok_actions          = var.alarm_topics
}
