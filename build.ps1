#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests and shows AssumeRole.

.DESCRIPTION
Build stages the module in output/AssumeRole/<version>/; the staging itself is an MSBuild target, so dotnet build AssumeRole.sln
does the same without pwsh. Test runs every xunit and Pester test. Demo rehearses the whole way from a worker to a task's session
without an AWS account. Clean removes what was built.

.EXAMPLE
pwsh ./build.ps1 -Task Demo
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Clean')]
    [string[]] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
$root = $PSScriptRoot
$solution = Join-Path $root AssumeRole.sln

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args exited with $LASTEXITCODE." }
}

foreach ($step in $Task) {
    switch ($step) {
        'Build' { Invoke-Dotnet build $solution --nologo --verbosity quiet -clp:NoSummary }
        'Test' { Invoke-Dotnet test $solution --nologo }
        'Demo' {
            # The module alone, quietly: what the demo prints is the demo's.
            Invoke-Dotnet build (Join-Path $root src AssumeRole AssumeRole.csproj) --nologo --verbosity quiet -clp:NoSummary
            & (Join-Path $root module examples Demo.ps1) -ModulePath (Join-Path $root output AssumeRole)
        }
        'Clean' {
            foreach ($folder in 'artifacts', 'output') {
                $path = Join-Path $root $folder
                if (Test-Path -LiteralPath $path) { Remove-Item -LiteralPath $path -Recurse -Force }
            }
        }
    }
}
