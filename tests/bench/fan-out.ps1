#!/usr/bin/env pwsh
# One fan-out in a process of its own, for fan-out.sh: prints NAME=value lines. Milliseconds of one call, of the first of many
# sessions and of all; megabytes with the module imported, and the most during the fan-out; how many sessions and errors there were.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Module,
    [Parameter(Mandatory)] [uri] $Url,
    [int] $Count = 1000,
    [int] $ThrottleLimit = 64,
    # Keeps no session: what remains is what the fan-out itself needs.
    [switch] $Drop
)

$ErrorActionPreference = 'Stop'

# VmHWM is the most since the process began or since 5 was last written to clear_refs, VmRSS what it is now.
function Read-Memory([string] $Name) {
    foreach ($line in [IO.File]::ReadAllLines('/proc/self/status')) {
        if ($line.StartsWith($Name)) { return [int]($line -replace '\D') / 1024 }
    }
}

function Write-Figure([string] $Name, [double] $Value) {
    [string]::Format([cultureinfo]::InvariantCulture, '{0}={1:0.0}', $Name, $Value)
}

$Env:AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
$Env:AWS_SECRET_ACCESS_KEY = 's' * 40
$Env:AWS_REGION = 'eu-west-1'
$Env:AWS_ENDPOINT_URL_STS = $Url
$account = 'arn:aws:iam::222222222222:role'

Import-Module $Module
$null = Get-Command -Module AssumeRole
Write-Figure imported (Read-Memory VmRSS)
$null = Get-AssumedRoleCredential "$account/first"

$watch = [Diagnostics.Stopwatch]::StartNew()
$null = Get-AssumedRoleCredential "$account/second"
Write-Figure one $watch.Elapsed.TotalMilliseconds

$arns = foreach ($number in 1..$Count) { "$account/fan-out-$number" }
$quiet = @{ ThrottleLimit = $ThrottleLimit; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failures' }
[IO.File]::WriteAllText('/proc/self/clear_refs', '5')
$watch.Restart()
if ($Drop) { $arns | Get-AssumedRoleCredential @quiet -NoCache | Out-Null }
else { $sessions = @($arns | Get-AssumedRoleCredential @quiet) }
Write-Figure all $watch.Elapsed.TotalMilliseconds
Write-Figure most (Read-Memory VmHWM)
Write-Figure sessions $sessions.Count
Write-Figure failures $failures.Count

$arns = foreach ($number in 1..$Count) { "$account/stopped-$number" }
$watch.Restart()
$first = 0
$null = $arns | Get-AssumedRoleCredential @quiet | ForEach-Object { $first = $watch.Elapsed.TotalMilliseconds; $_ } |
    Select-Object -First 1
Write-Figure first $first
Write-Figure stopped ($watch.Elapsed.TotalMilliseconds - $first)
