#!/usr/bin/env pwsh
<#
.SYNOPSIS
Writes the module's help files.

.DESCRIPTION
The MAML that Get-Help reads is put together from three sources, so that no text exists twice: the cmdlets' own metadata, the XML
documentation of their source (synopsis and parameters), and one page a cmdlet in this folder (description, examples, links).
What about_AssumeRole_Troubleshooting says of each finding is the catalogue's own text, in the groups of the catalogue's files.
The about topics are the *.txt files of this folder; a line of the form {name} in them is replaced by what this script makes.
Run it with build.ps1 -Task Help, and commit what it writes.

.EXAMPLE
./module/help/Write-Help.ps1 -OutputPath ./module/en-US
#>
[CmdletBinding()]
param(
    # Where the help files go.
    [Parameter(Mandatory)] [string] $OutputPath,

    # The staged module's manifest.
    [Parameter(Mandatory)] [string] $ModulePath,

    # The folder of the compiler's XML documentation.
    [Parameter(Mandatory)] [string] $DocumentationPath
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3.0
. $PSScriptRoot/HelpSources.ps1
. $PSScriptRoot/FindingPages.ps1
. $PSScriptRoot/SourceTable.ps1
. $PSScriptRoot/MamlWriter.ps1

Import-Module (Resolve-Path -LiteralPath $ModulePath)
$OutputPath = (New-Item -ItemType Directory -Force -Path $OutputPath).FullName
$documentation = Read-Documentation (Get-ChildItem -LiteralPath $DocumentationPath -Filter *.xml).FullName

$commands = Get-Command -Module AssumeRole | Sort-Object Name
$pages = foreach ($command in $commands) {
    $page = Read-CommandPage (Join-Path $PSScriptRoot "$($command.Name).md")
    Get-CommandHelp $command $page $documentation
}
Write-Maml $pages (Join-Path $OutputPath AssumeRole.dll-Help.xml)

$findings = [AssumeRole.Findings.FindingCatalogue]::All
$catalogue = Join-Path $PSScriptRoot .. .. src AssumeRole.Core Findings
$blocks = @{
    findingIds = Format-FindingId $findings
    findings   = Format-FindingPage (Get-FindingGroup $findings $catalogue)
    messages   = Format-MessageTable (Join-Path $PSScriptRoot Messages.md) $findings
    denials    = Format-DenialCause (Join-Path $PSScriptRoot DenialCauses.md) $documentation
    exitCodes  = Format-ExitCode $documentation
    commands   = Format-CommandTable $pages
    sources    = Format-SourceTable (Join-Path $PSScriptRoot SourceOutcomes.json) $findings
    world      = Format-Example (Join-Path (Split-Path $PSScriptRoot) examples world.json)
}
foreach ($topic in Get-ChildItem -LiteralPath $PSScriptRoot -Filter about_*.txt) {
    Write-Topic $topic.FullName $blocks (Join-Path $OutputPath "$($topic.BaseName).help.txt")
}
