#!/usr/bin/env pwsh
# Takes the role with the token that Concourse issues to this pipeline. The worker's own role is not asked for.
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingConvertToSecureStringWithPlainText', '',
    Justification = 'Concourse hands the token over in a variable.')]
param()

$ErrorActionPreference = 'Stop'
Import-Module AssumeRole

# The variable goes at once: no program that is started later sees the token.
$token = ConvertTo-SecureString $env:concourse_idtoken -AsPlainText -Force
Remove-Item Env:concourse_idtoken
Use-AssumedRole -WebIdentityToken $token

terraform apply -input=false -auto-approve
exit $LASTEXITCODE
