# The whole of it for two teams. In the account of Concourse: the function, and one schedule a team. In each team's account: the role
# in account/, which that account's owner applies.
#
#   zip -j rotation.zip bootstrap          # bootstrap is the native executable assumerole, under that name
#   terraform init
#   terraform apply -var region=eu-west-1

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "region" {
  description = "Where the function runs and the secrets are."
  type        = string
}

variable "package" {
  description = "The zip file with the executable in it, named bootstrap."
  type        = string
  default     = "rotation.zip"
}

variable "alarm_topics" {
  description = "SNS topics that hear of failures."
  type        = list(string)
  default     = []
}

provider "aws" {
  region = var.region
}

module "function" {
  source = "./function"

  package      = var.package
  role_arns    = ["arn:aws:iam::123456789999:role/machine-user-*", "arn:aws:iam::222222222222:role/machine-user-*"]
  alarm_topics = var.alarm_topics
}

module "example_team" {
  source = "./team"

  name     = "example-team"
  function = module.function
  accounts = [
    { name = "divx-lab", role_arn = "arn:aws:iam::123456789999:role/machine-user-example" },
    { name = "divx-prod", role_arn = "arn:aws:iam::222222222222:role/machine-user-example" },
  ]
}

module "other_team" {
  source = "./team"

  name     = "other-team"
  function = module.function
  accounts = [{ name = "lab", role_arn = "arn:aws:iam::123456789999:role/machine-user-other", duration = 1800 }]
}

# Applied by the owner of account 123456789999; it stands here so that the example is whole.
module "account_role" {
  source = "./account"

  name              = "machine-user-example"
  team              = "example-team"
  function_role_arn = module.function.role_arn
  policy_arns       = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
}

output "function" {
  value = module.function.name
}

output "function_role_arn" {
  description = "What the accounts' roles have to trust."
  value       = module.function.role_arn
}
