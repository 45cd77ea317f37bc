variable "region" {
  description = "The AWS region."
  type        = string
  default     = "eu-west-1"
}

variable "endpoint_url" {
  description = "An AWS on this machine to try it against, such as http://127.0.0.1:5000; null for AWS itself."
  type        = string
  default     = null
}
