# Runs in the pwsh that the soak watches: does what comes over the pipe. Started by AssumeRole.Soak, not by hand.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Library,
    [Parameter(Mandatory)] [string] $PipeName
)

$ErrorActionPreference = 'Stop'
Add-Type -LiteralPath $Library
[AssumeRole.Soak.Subject.Loop]::Run($PipeName)
