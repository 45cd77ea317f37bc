# What becomes of each source of credentials in each state, from SourceOutcomes.json. The tests run every row of that file.
# Dot-sourced by Write-Help.ps1.

function Format-SourceTable([string] $Path, [object[]] $Findings) {
    $known = @('used', 'next') + @($Findings.Id)
    $differences = @{ next = ' (the AWS CLI goes on)'; used = ' (the AWS CLI uses it)'; error = '' }
    $rows = Get-Content -Raw -LiteralPath $Path | ConvertFrom-Json
    foreach ($id in $rows.outcome | Where-Object { $_ -cnotin $known }) { throw "$Path names the unknown outcome $id." }
    $lines = foreach ($source in $rows.source | Select-Object -Unique) {
        "    $source"
        $own = $rows | Where-Object source -CEQ $source
        foreach ($outcome in $own.outcome | Select-Object -Unique) {
            "      $outcome"
            foreach ($row in $own | Where-Object outcome -CEQ $outcome) {
                $difference = if ($row.outcome -notin 'used', 'next') { $differences[$row.awsCli] }
                Format-Wrapped "$($row.what)$difference" '          ' '            '
            }
        }
        ''
    }
    $lines -join "`n" -replace '\n$'
}
