#!/usr/bin/env pwsh
<#
.SYNOPSIS
Builds, tests and shows AssumeRole.

.DESCRIPTION
Build stages the module in output/AssumeRole/<version>/, as dotnet build AssumeRole.sln does. Test runs every xunit and Pester test, as
dotnet test AssumeRole.sln does. Demo shows the whole way from a worker to a task's session without an AWS account, as dotnet run
--project src/AssumeRole.Demo does. Native compiles the executable assumerole ahead of time, into output/native/<rid>/ (it needs clang or
gcc, on Windows the C++ build tools), as dotnet publish src/AssumeRole.Cli -p:Native=true does. For -Runtime linux-arm64 on an x64 machine
it needs Debian's gcc-aarch64-linux-gnu and libc6-dev-arm64-cross; for linux-musl-x64 it makes one file that brings its runtime. Help
writes module/en-US from the cmdlets and module/help. Package makes output/AssumeRole.<version>.nupkg, as dotnet pack src/AssumeRole does.
Release makes what is published, in output/release: the .nupkg, a .deb and a .tar.gz of the executable for each platform, Containerfiles
and SHA256SUMS; on Linux only, with Native's cross compiler, GNU tar and dpkg-deb. The same commit and tools make the same bytes. Bench
runs the benchmarks and prints one table, or those that -Benchmark names, as tests/bench/run.sh does; it needs bash. Soak runs everything
for 30 minutes with faults and stops, see tests/soak/README.md. Clean removes what was built.

.EXAMPLE
./build.ps1 -Task Demo

In PowerShell.

.EXAMPLE
dotnet pwsh ./build.ps1 -Task Demo

On a machine that has only the .NET SDK, after dotnet tool restore.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Demo', 'Native', 'Help', 'Package', 'Release', 'Bench', 'Soak', 'Clean')]
    [string[]] $Task = 'Build',

    # For Native: another platform than this machine's, linux-arm64 or linux-musl-x64. For Release: only this platform.
    [string] $Runtime,

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

function Publish-Executable([string] $Platform) {
    # The native compiler's packages for musl are not on every registry; with them, -p:Native=true is all that is missing here.
    $options = @(if ($Platform) { "-p:TargetRuntime=$Platform" }) + @(if ($Platform -notlike 'linux-musl-*') { '-p:Native=true' })
    Invoke-Dotnet publish (Join-Path $root src AssumeRole.Cli) @options --nologo --verbosity quiet
}

function Write-Release {
    $output = Join-Path $root output release
    if (Test-Path -LiteralPath $output) { Remove-Item -LiteralPath $output -Recurse -Force }
    $null = New-Item -ItemType Directory $output
    $executable = Join-Path $root src AssumeRole.Cli
    $build = Join-Path $executable Build
    $version = (Import-PowerShellDataFile (Join-Path $root AssumeRole.psd1)).ModuleVersion
    if (-not $env:SOURCE_DATE_EPOCH) { $env:SOURCE_DATE_EPOCH = git -C $root log -1 --format=%ct }

    Invoke-Dotnet pack (Join-Path $root src AssumeRole AssumeRole.csproj) --output $output --nologo --verbosity quiet
    Invoke-Dotnet build $executable --nologo --verbosity quiet
    foreach ($platform in $Runtime ? $Runtime : ('linux-x64', 'linux-arm64', 'linux-musl-x64')) {
        Publish-Executable $platform
        $env:OLDEST_GLIBC = dotnet msbuild $executable '-p:Native=true' "-p:TargetRuntime=$platform" '-getProperty:OldestGlibc'
        & bash (Join-Path $build write-release.sh) $platform $version (Join-Path $root output native $platform) $output
        if ($LASTEXITCODE -ne 0) { throw "write-release.sh $platform exited with $LASTEXITCODE." }
    }

    Copy-Item (Join-Path $build 'Containerfile.*') $output
    # Names in the order of their bytes, whatever the locale.
    [string[]] $names = (Get-ChildItem $output).Name
    [Array]::Sort($names, [StringComparer]::Ordinal)
    $sums = $names | ForEach-Object { "$((Get-FileHash (Join-Path $output $_)).Hash.ToLowerInvariant())  $_" }
    [IO.File]::WriteAllText((Join-Path $output SHA256SUMS), ($sums -join "`n") + "`n")
}

foreach ($step in $Task) {
    switch ($step) {
        'Build' { Invoke-Dotnet msbuild $solution -restore -nologo '-verbosity:quiet' }
        'Test' { Invoke-Dotnet test $solution --nologo }
        'Demo' { Invoke-Dotnet run --project (Join-Path $root src AssumeRole.Demo) }
        'Native' { Publish-Executable $Runtime }
        'Help' {
            $project = Join-Path $root src AssumeRole AssumeRole.csproj
            Invoke-Dotnet msbuild $project -restore -nologo '-verbosity:quiet'
            $version = (Import-PowerShellDataFile (Join-Path $root AssumeRole.psd1)).ModuleVersion
            # In a process of its own, so that the module which was just built is the one that is read. Where PowerShell is a .NET tool,
            # its program is dotnet, and pwsh.dll the first argument.
            $arguments = @(
                '-OutputPath', (Join-Path $root module en-US)
                '-ModulePath', (Join-Path $root output AssumeRole $version AssumeRole.psd1)
                '-DocumentationPath', (Join-Path $root artifacts bin AssumeRole release)
            )
            $program = [Environment]::ProcessPath
            $first = @(if ((Split-Path -LeafBase $program) -eq 'dotnet') { [Environment]::GetCommandLineArgs()[0] })
            & $program @first -NoProfile -File (Join-Path $root module help Write-Help.ps1) @arguments
            if ($LASTEXITCODE -ne 0) { throw "Write-Help.ps1 exited with $LASTEXITCODE." }
            Invoke-Dotnet msbuild $project -restore -nologo '-verbosity:quiet'
        }
        'Package' { Invoke-Dotnet pack (Join-Path $root src AssumeRole AssumeRole.csproj) --nologo --verbosity quiet }
        'Release' { Write-Release }
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
