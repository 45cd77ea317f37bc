# The configuration of the post, as it is typed there, with its lost braces and references restored.

provider "aws" {
  region            = var.region
  s3_use_path_style = var.endpoint_url != null

  endpoints {
    ec2 = var.endpoint_url
    iam = var.endpoint_url
    s3  = var.endpoint_url
    sts = var.endpoint_url
  }
}

resource "aws_instance" "test1" {
  ami                  = "ami-ff4ea59d"
  instance_type        = "t2.micro"
  iam_instance_profile = "${aws_iam_instance_profile.iam_profile1.name}"
}

resource "aws_iam_instance_profile" "iam_profile1" {
  name = "test_profile1"
  role = "${aws_iam_role.role1.name}"
}

resource "aws_iam_role" "role1" {
  name = "test_profile1_role"
  path = "/"

  assume_role_policy = <<EOF
{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Action": "sts:AssumeRole",
            "Principal": {
               "Service": "ec2.amazonaws.com"
            },
            "Effect": "Allow",
            "Sid": ""
        }
    ]
}
EOF
}

data "aws_iam_policy_document" "assume_role2_policy" {
  statement {
    actions = [
      "sts:AssumeRole",
    ]
    resources = [
      "${aws_iam_role.role2.arn}",
    ]
  }
}

resource "aws_iam_role_policy" "role1_assume_role2" {
  name   = "AssumeRole2"
  role   = "${aws_iam_role.role1.name}"
  policy = "${data.aws_iam_policy_document.assume_role2_policy.json}"
}

resource "aws_iam_instance_profile" "iam_profile2" {
  name = "test_profile2"
  role = "${aws_iam_role.role2.name}"
}

resource "aws_iam_role" "role2" {
  name = "test_profile2_role"
  path = "/"

  assume_role_policy = <<EOF
{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Action": "sts:AssumeRole",
            "Principal": {
               "Service": "ec2.amazonaws.com",
               "AWS": "${aws_iam_role.role1.arn}"
            },
            "Effect": "Allow",
            "Sid": ""
        }
    ]
}
EOF
}

resource "aws_s3_bucket" "conf_bucket" {
  bucket = "github-amitsaha-bucket"
}

data "aws_iam_policy_document" "conf_bucket_access" {
  statement {
    actions = [
      "s3:ListBucket",
    ]

    resources = [
      "${aws_s3_bucket.conf_bucket.arn}",
    ]
  }
}

resource "aws_iam_role_policy" "conf_bucket_access_policy" {
  name   = "AccessConfigurationBucket"
  role   = "${aws_iam_role.role2.name}"
  policy = "${data.aws_iam_policy_document.conf_bucket_access.json}"
}

output "role1_arn" {
  value = aws_iam_role.role1.arn
}

output "role2_arn" {
  value = aws_iam_role.role2.arn
}

output "bucket2" {
  value = aws_s3_bucket.conf_bucket.bucket
}
