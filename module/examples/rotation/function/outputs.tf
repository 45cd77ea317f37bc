output "name" {
  value = aws_lambda_function.rotation.function_name
}

output "arn" {
  value = aws_lambda_function.rotation.arn
}

output "role_arn" {
  description = "What the accounts' roles have to trust."
  value       = aws_iam_role.function.arn
}
