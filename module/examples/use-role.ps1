#!/usr/bin/env pwsh
# Takes the role that the task's params name (aws_assume_role_arn), for everything that follows.
$ErrorActionPreference = 'Stop'
Import-Module AssumeRole

# If the role cannot be had, the task ends here with exit code 1.
Use-AssumedRole
Get-AssumedRole | Format-List RoleArn, AssumedRoleArn, Expiration

terraform init -input=false
if ($LASTEXITCODE) { exit $LASTEXITCODE }
terraform apply -input=false -auto-approve
exit $LASTEXITCODE
