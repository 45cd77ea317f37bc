# Runs one Pester file in this process and writes what became of each test as JSON, for the xunit project that started it.
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $Path,
    [Parameter(Mandatory)] [string] $ResultPath,
    # The manifest of the Pester that the project pins.
    [Parameter(Mandatory)] [string] $PesterPath
)

$ErrorActionPreference = 'Stop'
Import-Module $PesterPath

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'None'
$run = Invoke-Pester -Configuration $configuration

$results = @(
    foreach ($test in $run.Tests) {
        [ordered]@{
            Name     = $test.ExpandedPath
            Outcome  = [string] $test.Result
            Message  = ($test.ErrorRecord | ForEach-Object { "$($_.DisplayErrorMessage)`n$($_.DisplayStackTrace)" }) -join "`n"
            Duration = $test.Duration.TotalSeconds
        }
    }
    # A file that does not parse, or a block whose setup fails, must show even if no test could run.
    foreach ($failed in @($run.FailedContainers) + @($run.FailedBlocks)) {
        [ordered]@{
            Name     = "$($failed.Name)$($failed.ExpandedPath) (setup)"
            Outcome  = 'Failed'
            Message  = ($failed.ErrorRecord | ForEach-Object { "$_`n$($_.ScriptStackTrace)" }) -join "`n"
            Duration = 0
        }
    }
)
ConvertTo-Json -InputObject $results -Depth 4 | Set-Content -LiteralPath $ResultPath
