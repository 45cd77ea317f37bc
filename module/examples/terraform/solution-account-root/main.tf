terraform {
  required_version = ">= 1.3"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

provider "aws" {
  region            = var.region
  s3_use_path_style = var.endpoint_url != null

  endpoints {
    ec2 = var.endpoint_url
    iam = var.endpoint_url
    s3  = var.endpoint_url
    ssm = var.endpoint_url
    sts = var.endpoint_url
  }
}

# The worker: one instance for all services, with role1 through its instance profile.

data "aws_ssm_parameter" "image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

resource "aws_instance" "worker" {
  ami                  = data.aws_ssm_parameter.image.insecure_value
  instance_type        = "t3.micro"
  iam_instance_profile = aws_iam_instance_profile.worker.name

  metadata_options {
    http_tokens                 = "required"
    http_put_response_hop_limit = 2 # a task in a container is one hop farther away
  }

  tags = {
    Name = "worker"
  }
}

resource "aws_iam_instance_profile" "worker" {
  name = "test_profile1"
  role = aws_iam_role.role1.name
}

data "aws_iam_policy_document" "instance" {
  statement {
    sid     = "Instance"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "role1" {
  name               = "test_profile1_role"
  assume_role_policy = data.aws_iam_policy_document.instance.json
}

# Role2, the role of another service. It trusts instances of its own, and its account: every role here whose own policies
# let it assume role2. So role2 need not know role1.

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_iam_policy_document" "role2_trust" {
  source_policy_documents = [data.aws_iam_policy_document.instance.json]

  statement {
    sid     = "Account"
    actions = ["sts:AssumeRole"]

    principals {
      type        = "AWS"
      identifiers = ["arn:${data.aws_partition.current.partition}:iam::${data.aws_caller_identity.current.account_id}:root"]
    }
  }
}

resource "aws_iam_role" "role2" {
  name               = "test_profile2_role"
  assume_role_policy = data.aws_iam_policy_document.role2_trust.json
}

# Role1 says that it may assume role2. Both sides must say so: this one, and the trust policy of role2.

data "aws_iam_policy_document" "assume_role2" {
  statement {
    sid       = "AssumeRole2"
    actions   = ["sts:AssumeRole"]
    resources = [aws_iam_role.role2.arn]
  }
}

resource "aws_iam_role_policy" "role1_assume_role2" {
  name   = "AssumeRole2"
  role   = aws_iam_role.role1.name
  policy = data.aws_iam_policy_document.assume_role2.json
}

# The buckets: role1 may use the first, role2 the second.

resource "aws_s3_bucket" "service1" {
  bucket_prefix = "service1-"
}

resource "aws_s3_bucket" "service2" {
  bucket_prefix = "service2-"
}

data "aws_iam_policy_document" "bucket1" {
  statement {
    sid       = "Bucket1"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.service1.arn]
  }

  statement {
    sid       = "Objects1"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.service1.arn}/*"]
  }
}

resource "aws_iam_role_policy" "role1_bucket1" {
  name   = "Bucket1"
  role   = aws_iam_role.role1.name
  policy = data.aws_iam_policy_document.bucket1.json
}

data "aws_iam_policy_document" "bucket2" {
  statement {
    sid       = "Bucket2"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.service2.arn]
  }

  statement {
    sid       = "Objects2"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.service2.arn}/*"]
  }
}

resource "aws_iam_role_policy" "role2_bucket2" {
  name   = "Bucket2"
  role   = aws_iam_role.role2.name
  policy = data.aws_iam_policy_document.bucket2.json
}

output "role1_arn" {
  value = aws_iam_role.role1.arn
}

output "role2_arn" {
  value = aws_iam_role.role2.arn
}

output "bucket2" {
  value = aws_s3_bucket.service2.bucket
}
