#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests and shows AssumeRole.

.DESCRIPTION
Build stages the module in output/AssumeRole/<version>/; the staging itself is an MSBuild target, so dotnet build AssumeRole.sln
does the same without pwsh. Test runs every xunit and Pester test. Demo rehearses the whole way from a worker to a task's session
without an AWS account. Native compiles the executable assumerole ahead of time, into output/native/<rid>/ (it needs clang or gcc, on
Windows the C++ build tools); dotnet publish src/AssumeRole.Cli -p:Native=true does the same without pwsh. Help writes module/en-US
anew from the cmdlets and module/help. Package makes
output/AssumeRole.<version>.nupkg; dotnet pack src/AssumeRole does the same without pwsh. Bench runs the
benchmarks and prints one table, or those that -Benchmark names; tests/bench/run.sh does the same without pwsh and needs bash. Soak
runs all of it for 30 minutes with faults and stops, see tests/soak/README.md. Clean removes what was built.

.EXAMPLE
pwsh ./build.ps1 -Task Demo
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Native', 'Help', 'Package', 'Bench', 'Soak', 'Clean')]
    [string[]] $Task = 'Build',

    # For Bench: scripts in tests/bench without .sh, such as fan-out.
    [string[]] $Benchmark = @(),

    # For Bench: fewer rounds.
    [switch] $Quick
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
        'Build' { Invoke-Dotnet msbuild $solution -restore -nologo '-verbosity:quiet' }
        'Test' { Invoke-Dotnet test $solution --nologo }
        'Demo' {
            # The module alone, quietly: what the demo prints is the demo's.
            Invoke-Dotnet msbuild (Join-Path $root src AssumeRole AssumeRole.csproj) -restore -nologo '-verbosity:quiet'
            & (Join-Path $root module examples Demo.ps1) -ModulePath (Join-Path $root output AssumeRole)
        }
        'Native' { Invoke-Dotnet publish (Join-Path $root src AssumeRole.Cli) '-p:Native=true' --nologo --verbosity quiet }
        'Help' {
            $project = Join-Path $root src AssumeRole AssumeRole.csproj
            Invoke-Dotnet msbuild $project -restore -nologo '-verbosity:quiet'
            $version = (Import-PowerShellDataFile (Join-Path $root AssumeRole.psd1)).ModuleVersion
            # In a process of its own, so that the module which was just built is the one that is read.
            $arguments = @(
                '-OutputPath', (Join-Path $root module en-US)
                '-ModulePath', (Join-Path $root output AssumeRole $version AssumeRole.psd1)
                '-DocumentationPath', (Join-Path $root artifacts bin AssumeRole release)
            )
            & (Get-Process -Id $PID).Path -NoProfile -File (Join-Path $root module help Write-Help.ps1) @arguments
            if ($LASTEXITCODE -ne 0) { throw "Write-Help.ps1 exited with $LASTEXITCODE." }
            Invoke-Dotnet msbuild $project -restore -nologo '-verbosity:quiet'
        }
        'Package' { Invoke-Dotnet pack (Join-Path $root src AssumeRole AssumeRole.csproj) --nologo --verbosity quiet }
        'Bench' {
            Invoke-Dotnet msbuild (Join-Path $root src AssumeRole AssumeRole.csproj) -restore -nologo '-verbosity:quiet'
            $arguments = @(if ($Quick) { '--quick' }) + @($Benchmark -split ',' -ne '')
            & bash (Join-Path $root tests bench run.sh) @arguments
            if ($LASTEXITCODE -ne 0) { throw "A limit is not held, or a benchmark failed: see above." }
        }
        'Soak' { Invoke-Dotnet run --project (Join-Path $root tests soak AssumeRole.Soak) }
        'Clean' {
            foreach ($folder in 'artifacts', 'output') {
                $path = Join-Path $root $folder
                if (Test-Path -LiteralPath $path) { Remove-Item -LiteralPath $path -Recurse -Force }
            }
        }
    }
}
