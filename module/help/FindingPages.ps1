# The catalogue of findings as about topics show it: ids, entries in groups, causes of a denial, exit codes.
# Dot-sourced by Write-Help.ps1.

# The files of the catalogue by their headings, in the order in which a chain breaks; the empty name is FindingCatalogue.cs.
$findingHeadings = [ordered]@{
    Sources     = "THE WORKER'S OWN IDENTITY"
    Metadata    = 'INSTANCE METADATA AND WHAT ANSWERS FOR IT'
    Requests    = 'THE REQUEST'
    Sts         = 'STS'
    Connections = 'TLS, CERTIFICATES AND PROXIES'
    Checks      = 'WHAT WORKS AND SHOULD BE CHANGED'
    Policies    = 'POLICY DOCUMENTS, TERRAFORM AND OFFLINE DECISIONS'
    Sessions    = 'SESSIONS: IN FORCE, CACHED AND SERVED'
    Rotation    = 'ROTATION'
    ''          = 'THE EXECUTABLE, THE SANDBOX AND ANYTHING ELSE'
}

# The entries by the source file that they stand in: Heading, About (the file's own sentence) and Findings.
function Get-FindingGroup([object[]] $Findings, [string] $SourceFolder) {
    $files = @{}
    foreach ($file in Get-ChildItem -LiteralPath $SourceFolder -Filter FindingCatalogue*.cs) {
        $text = Get-Content -Raw -LiteralPath $file.FullName
        $ids = [regex]::Matches($text, '(?m)^    internal static FindingKind (\w+)').ForEach({ $_.Groups[1].Value })
        $about = if ($text -match '(?s)/// <content>(.+?)</content>') { $Matches[1] -replace '\s*///\s*', ' ' }
        $files[($file.BaseName -replace '^FindingCatalogue\.?')] = @{
            About    = [Net.WebUtility]::HtmlDecode("$about").Trim()
            Findings = @($Findings | Where-Object Id -CIn $ids)
        }
    }
    $placed = @($files.Values | ForEach-Object { $_.Findings.Id })
    foreach ($id in $Findings.Id | Where-Object { $_ -notin $placed }) { throw "No file of $SourceFolder has the finding $id." }

    foreach ($name in $files.Keys | Where-Object { $_ -notin $findingHeadings.Keys }) { throw "FindingCatalogue.$name.cs has no heading." }
    foreach ($name in $findingHeadings.Keys) {
        @{ Heading = $findingHeadings[$name]; About = $files[$name].About; Findings = $files[$name].Findings }
    }
}

function Format-FindingPage([hashtable[]] $Groups) {
    ($Groups | ForEach-Object {
        "  $($_.Heading)"
        if ($_.About) { Format-Wrapped $_.About '    ' '    ' }
        ''
        $_.Findings | ForEach-Object {
            "    $($_.Id)"
            "        $($_.Category), exit code $($_.ExitCode)"
            Format-Wrapped $_.Symptom '        Seen: ' '              '
            Format-Wrapped $_.Cause '        Why:  ' '              '
            Format-Wrapped $_.Remedy '        Do:   ' '              '
            ''
        }
    }) -join "`n" -replace '\n$'
}

function Format-FindingId([object[]] $Findings) {
    (Format-Wrapped ($Findings.Id -join ', ') '    ' '    ') -join "`n"
}

# The tables of Messages.md, each message on a line of its own so that a search for it meets it whole.
function Format-MessageTable([string] $Path, [object[]] $Findings) {
    $known = @($Findings.Id) + [Enum]::GetNames([AssumeRole.Chains.DenialCause])
    (Get-Content -LiteralPath $Path | ForEach-Object {
        if ($_ -match '^## (.+)$') {
            "    $($Matches[1]):"
            ''
        }
        elseif ($_ -match '^\| (?<message>.+) \| (?<ids>[\w:, ]+) \|$' -and $Matches.message -ne 'Message') {
            $message, $ids = $Matches.message, $Matches.ids
            foreach ($id in $ids -split '[:,] ') { if ($id -cnotin $known) { throw "$Path names the unknown finding $id." } }
            "      $message"
            Format-Wrapped $ids '          ' '          '
            ''
        }
    }) -join "`n" -replace '\n$'
}

# Every cause of a denial: what it is says its documentation, how to tell it and what to do says DenialCauses.md.
function Format-DenialCause([string] $Path, [hashtable] $Documentation) {
    $sections = @{}
    foreach ($section in [regex]::Split((Get-Content -Raw -LiteralPath $Path), '(?m)^## ') | Select-Object -Skip 1) {
        $title, $body = $section -split '\n', 2
        $sections[$title.Trim()] = @(Split-Paragraph $body)
    }
    $causes = [Enum]::GetNames([AssumeRole.Chains.DenialCause])
    $differing = Compare-Object $causes @($sections.Keys) | ForEach-Object InputObject
    if ($differing) { throw "$Path and DenialCause differ in $differing." }
    ($causes | ForEach-Object {
        $tell, $do = $sections[$_]
        "    $_"
        Format-Wrapped (Get-Summary $Documentation "F:AssumeRole.Chains.DenialCause.$_") '        What: ' '              '
        Format-Wrapped $tell '        Tell: ' '              '
        Format-Wrapped $do '        Do:   ' '              '
        ''
    }) -join "`n" -replace '\n$'
}

function Format-ExitCode([hashtable] $Documentation) {
    ([AssumeRole.Findings.ExitCode].GetFields() | Sort-Object { $_.GetRawConstantValue() } | ForEach-Object {
        $summary = Get-Summary $Documentation "F:AssumeRole.Findings.ExitCode.$($_.Name)"
        Format-Wrapped $summary "    $($_.GetRawConstantValue())  " '       '
    }) -join "`n"
}
