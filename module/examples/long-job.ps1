#!/usr/bin/env pwsh
# Applies for as long as it takes: Terraform asks an endpoint for its session again, and is not stopped by the hour that a chained
# session lasts.
$ErrorActionPreference = 'Stop'
Import-Module AssumeRole

# If the role cannot be had, the task ends here with exit code 1.
Invoke-WithRole $env:aws_assume_role_arn -RoleSessionName long-job -KeepFresh {
    terraform init -input=false
    if ($LASTEXITCODE) { throw "terraform init ended with $LASTEXITCODE." }
    terraform apply -input=false -auto-approve
    if ($LASTEXITCODE) { throw "terraform apply ended with $LASTEXITCODE." }
}
