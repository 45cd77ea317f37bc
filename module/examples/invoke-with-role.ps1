#!/usr/bin/env pwsh
# Fetches with one role and publishes with another. Between the blocks the task has the worker's role only.
$ErrorActionPreference = 'Stop'
Import-Module AssumeRole

Invoke-WithRole $env:build_role_arn -RoleSessionName fetch-build {
    aws s3 cp s3://example-build/site.zip site.zip
    if ($LASTEXITCODE) { throw "aws s3 cp ended with $LASTEXITCODE." }
}

# Native programs do not end a script when they fail: hand their exit code on.
Invoke-WithRole $env:site_role_arn -RoleSessionName publish-site -DurationSeconds 900 {
    aws s3 cp site.zip s3://example-site/site.zip
    if ($LASTEXITCODE) { throw "aws s3 cp ended with $LASTEXITCODE." }
}
