#!/usr/bin/env pwsh
# Does the same with every role of a list, after all of them have been had: nothing is begun if one is missing.
[CmdletBinding()]
param(
    # Columns: RoleArn, RoleSessionName, DurationSeconds.
    [string] $Path = (Join-Path $PSScriptRoot roles.csv)
)

$ErrorActionPreference = 'Stop'
Import-Module AssumeRole
$roles = Import-Csv -LiteralPath $Path

# All at the same time; each failure is an error of its own.
$sessions = @($roles | Get-AssumedRoleCredential -ErrorAction SilentlyContinue -ErrorVariable failures)
foreach ($failure in $failures) {
    "$($failure.TargetObject): $failure $($failure.ErrorDetails.RecommendedAction)"
}
if ($sessions.Count -lt $roles.Count) { throw "Only $($sessions.Count) of $($roles.Count) roles could be had." }

# The same request again takes the session from memory, so this asks STS nothing.
foreach ($role in $roles) {
    $request = @{
        RoleArn         = $role.RoleArn
        RoleSessionName = $role.RoleSessionName
        DurationSeconds = $role.DurationSeconds
    }
    Invoke-WithRole @request {
        "# $((Get-AssumedRole).AssumedRoleArn)"
        aws s3api list-buckets
        if ($LASTEXITCODE) { throw "aws s3api ended with $LASTEXITCODE." }
    }
}
