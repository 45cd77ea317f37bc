#!/usr/bin/env pwsh
# From a worker's instance role to a task's session, rehearsed on this machine: no AWS account, no network.
[CmdletBinding()]
param(
    # The folder of the module; the installed one if left out.
    [string] $ModulePath = 'AssumeRole'
)

$ErrorActionPreference = 'Stop'
Import-Module $ModulePath

function Show([string] $Text) {
    Write-Host "`n# $Text"
}

# A PowerShell like this one, in a process of its own. Where it is a .NET tool, its program is dotnet, and pwsh.dll the first argument.
function Invoke-PowerShell {
    $program = [Environment]::ProcessPath
    $first = @(if ((Split-Path -LeafBase $program) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] })
    & $program @first -NoProfile @args
    if ($LASTEXITCODE) { throw "The child process exited with $LASTEXITCODE." }
}

$before = Get-ChildItem Env:AWS_* | Sort-Object Name | Out-String
Show 'A rehearsal AWS on loopback: STS, and the metadata service of a Concourse worker.'
Start-RoleSandbox -PassThru | Format-List Endpoint, Region, InstanceRoleArn
try {
    Show 'The worker''s own role, taken over IMDSv2, and the way from it to a task''s role.'
    Test-WorkerRoleChain arn:aws:iam::222222222222:role/worker-permissions | Format-Table

    Show 'A task in account 222222222222: what aws-auth.sh did.'
    $env:aws_assume_role_arn = 'arn:aws:iam::222222222222:role/worker-permissions'
    Use-AssumedRole
    Get-AssumedRole | Format-List

    Show 'One block of it in account 333333333333, in a child process that knows nothing of this module.'
    Invoke-WithRole arn:aws:iam::333333333333:role/worker-permissions -DurationSeconds 900 {
        Invoke-PowerShell -Command {
            foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_CREDENTIAL_EXPIRATION') {
                $value = [Environment]::GetEnvironmentVariable($name)
                $shown = if (-not $value) { 'missing' } elseif ($name -match 'SECRET|TOKEN') { "set, $($value.Length) characters" } else { $value }
                "{0,-26} {1}" -f $name, $shown
            }
        }
    }
    Write-Host "After the block: account $((Get-AssumedRole).Account) again."

    Show 'A role that does not trust the worker, and why the task would have stopped here.'
    try {
        Use-AssumedRole arn:aws:iam::222222222222:role/trusts-nobody -DurationSeconds 900
    }
    catch {
        Write-Host "$($_.FullyQualifiedErrorId -replace ',.*'): $($_.Exception.Message)"
        Write-Host "Remedy: $($_.ErrorDetails.RecommendedAction)"
    }

    Show 'Everything put back.'
    Clear-AssumedRole
}
finally {
    Stop-RoleSandbox
    Remove-Item Env:aws_assume_role_arn -ErrorAction Ignore
}

$after = Get-ChildItem Env:AWS_* | Sort-Object Name | Out-String
if ($after -cne $before) { throw 'The environment is not as it was.' }
Write-Host 'The environment is as it was.'
