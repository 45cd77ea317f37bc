variable "name" {
  description = "The function's name, and the beginning of its rules' names."
  type        = string
  default     = "assumerole-rotation"
}

variable "package" {
  description = "The zip file with the executable in it, named bootstrap."
  type        = string
}

variable "architecture" {
  description = "What the executable is compiled for: x86_64 or arm64."
  type        = string
  default     = "x86_64"
}

variable "role_arns" {
  description = "The roles that may be assumed; a name may end in *."
  type        = list(string)
}

variable "secrets_prefix" {
  description = "The first part of the secrets' paths; Concourse looks under concourse."
  type        = string
  default     = "concourse"
}

variable "layout" {
  description = "Both, Json (one secret an account, a quarter of the writes and of the cost) or Triple."
  type        = string
  default     = "Both"
}

variable "allow_shorter" {
  description = "Whether an account that asks for more than an hour gets an hour: a function's role is one already, so STS gives no more."
  type        = bool
  default     = true
}

variable "timeout" {
  description = "Seconds that one team may take: 50 writes a second, four an account."
  type        = number
  default     = 300
}

variable "concurrency" {
  description = "How many teams are rotated at the same time; -1 for as many as there are."
  type        = number
  default     = 5
}

variable "configuration_bucket" {
  description = "The bucket with the teams' configurations, or null if the rules hold them."
  type        = string
  default     = null
}

variable "log_retention_in_days" {
  description = "How long the log is kept."
  type        = number
  default     = 30
}

variable "alarm_topics" {
  description = "SNS topics that hear of failures."
  type        = list(string)
  default     = []
}
