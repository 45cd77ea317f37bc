# What help is made of: documentation comments, metadata of cmdlets, pages in Markdown, topics with blocks.
# Dot-sourced by Write-Help.ps1.

# The texts of XML documentation by member, such as P:AssumeRole.Cmdlets.UseAssumedRoleCommand.RoleArn.
function Read-Documentation([string[]] $Path) {
    $texts = @{}
    foreach ($file in $Path) {
        foreach ($member in ([xml] (Get-Content -Raw -LiteralPath $file)).SelectNodes('/doc/members/member[summary]')) {
            foreach ($reference in $member.SelectNodes('summary//see')) {
                $reference.InnerText = ($reference.GetAttribute('cref') + $reference.GetAttribute('langword')) -replace '^.*[.:]'
            }
            $texts[$member.GetAttribute('name')] = $member.SelectSingleNode('summary').InnerText.Trim() -replace '\s+', ' '
        }
    }
    $texts
}

function Get-Summary([hashtable] $Documentation, [string] $Member) {
    if (-not $Documentation.ContainsKey($Member)) { throw "$Member has no documentation." }
    $Documentation[$Member]
}

# Everything that Get-Help says of a cmdlet.
function Get-CommandHelp([Management.Automation.CmdletInfo] $Command, [hashtable] $Page, [hashtable] $Documentation) {
    $inherited = [Management.Automation.Cmdlet]::CommonParameters
    $names = $Command.Parameters.Keys | Where-Object { $_ -notin $inherited } | Sort-Object { $_ -in 'WhatIf', 'Confirm' }, { $_ }
    $blank = [Activator]::CreateInstance($Command.ImplementingType)
    $parameters = [ordered]@{}
    foreach ($name in $names) { $parameters[$name] = Get-ParameterHelp $Command.Parameters[$name] $blank $Documentation }
    if ($blank -is [IDisposable]) { $blank.Dispose() }

    $returned = @($Command.OutputType | ForEach-Object Name)
    foreach ($missing in $returned | Where-Object { $_ -notin $Page.Outputs.Type }) {
        throw "$($Command.Name).md does not describe the output $missing."
    }
    @{
        Name       = $Command.Name
        Verb       = $Command.Verb
        Noun       = $Command.Noun
        Synopsis   = Get-Summary $Documentation "T:$($Command.ImplementingType.FullName)"
        Parameters = $parameters
        Syntax     = @(foreach ($set in $Command.ParameterSets | Sort-Object { -not $_.IsDefault }, Name) { , (Get-SyntaxOrder $set $names) })
        Page       = $Page
    }
}

# The names and positions of a parameter set: by position, then what is mandatory, then the rest by name.
function Get-SyntaxOrder([Management.Automation.CommandParameterSetInfo] $Set, [string[]] $Names) {
    $Set.Parameters | Where-Object Name -In $Names |
        Sort-Object { $_.Position -lt 0 }, Position, { -not $_.IsMandatory }, { $Names.IndexOf($_.Name) } |
        ForEach-Object { @{ Name = $_.Name; Required = $_.IsMandatory; Position = $_.Position } }
}

# The descriptions of what cmdlets share with the executable and serve maps, by parameter.
function Read-SharedParameter {
    $texts = @{}
    $type = [AssumeRole.Roles.RoleArn].Assembly.GetType('AssumeRole.Roles.RoleParameter', $true)
    foreach ($parameter in $type.GetProperty('All').GetValue($null)) {
        $texts[$type.GetProperty('Name').GetValue($parameter)] = $type.GetProperty('Description').GetValue($parameter)
    }
    $texts
}

function Get-ParameterHelp([Management.Automation.ParameterMetadata] $Parameter, [object] $Blank, [hashtable] $Documentation) {
    $sets = @($Parameter.ParameterSets.Values)
    $type = $Parameter.ParameterType
    $property = $Blank.GetType().GetProperty($Parameter.Name)
    $shared = Read-SharedParameter
    $text = switch ($Parameter.Name) {
        'WhatIf' { 'Says what would be done, and does nothing.' }
        'Confirm' { 'Asks before anything is done.' }
        # A parameter that the executable and serve maps have too.
        { $property -and $property.GetMethod.GetBaseDefinition().DeclaringType.Name -eq 'RoleRequestCmdlet' -and $shared.ContainsKey($_) } { $shared[$_]; break }
        # An override says <inheritdoc/>: its documentation is that of the property it overrides.
        default { Get-Summary $Documentation "P:$($property.GetMethod.GetBaseDefinition().DeclaringType.FullName).$_" }
    }
    $values = @(if ($type.IsEnum) { [Enum]::GetNames($type) })
    $value = if ($property -and -not $values) { $property.GetValue($Blank) }
    $ways = @(
        if ($sets.ValueFromPipeline -contains $true) { 'ByValue' }
        if ($sets.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' }
    )
    $positions = @($sets.Position | Where-Object { $_ -ge 0 } | Sort-Object -Unique)
    @{
        Type        = $type
        Description = @($text) + @($values | ForEach-Object { "- ${_}: $(Get-Summary $Documentation "F:$($type.FullName).$_")" })
        Values      = $values
        Default     = if ($type -eq [switch]) { 'False' } elseif ($null -eq $value) { 'None' } else { "$value" }
        Required    = $sets.IsMandatory -contains $true
        Position    = if ($positions.Count) { $positions -join ' or ' } else { 'named' }
        Pipeline    = if ($ways) { "True ($($ways -join ', '))" } else { 'False' }
        Aliases     = if ($Parameter.Aliases) { $Parameter.Aliases -join ', ' } else { 'none' }
    }
}

# A page: description, then the sections Inputs and Outputs (- Type: text), Notes, Examples (### title, code, remark) and Links.
function Read-CommandPage([string] $Path) {
    $sections = [regex]::Split((Get-Content -Raw -LiteralPath $Path), '(?m)^## ')
    $page = @{ Description = @(Split-Paragraph ($sections[0] -replace '^# .*')) }
    foreach ($section in $sections | Select-Object -Skip 1) {
        $title, $body = $section -split '\n', 2
        $page[$title.Trim()] = switch ($title.Trim()) {
            'Examples' {
                $parts = [regex]::Split($body, '(?m)^### ') | Select-Object -Skip 1
                , @($parts | ForEach-Object { Read-Example $_ $Path })
            }
            'Notes' { , @(Split-Paragraph $body) }
            'Links' { , @(Split-Paragraph $body | ForEach-Object { $_.Substring(2) }) }
            default {
                , @(Split-Paragraph $body | ForEach-Object {
                    $type, $text = $_.Substring(2) -split ': ', 2
                    @{ Type = $type; Text = $text }
                })
            }
        }
    }
    $page
}

function Read-Example([string] $Text, [string] $Path) {
    if ($Text -notmatch '(?s)^(?<title>[^\n]+)\n\s*```powershell\n(?<code>.+?)\n```\n(?<remark>.+)$') {
        throw "An example of $Path has no title, code or remark: $Text"
    }
    @{ Title = $Matches.title.Trim(); Code = $Matches.code; Remark = @(Split-Paragraph $Matches.remark) }
}

# Paragraphs on one line each; every item of a list is one. Backticks are for Markdown only.
function Split-Paragraph([string] $Text) {
    [regex]::Split($Text.Trim(), '\n\s*\n|\n(?=- )') |
        ForEach-Object { ($_ -replace '\s+', ' ' -replace '`').Trim() } |
        Where-Object { $_ }
}

# Breaks a text into lines of at most 80 columns.
function Format-Wrapped([string] $Text, [string] $First, [string] $Rest) {
    $line = $First
    $start = $true
    foreach ($word in $Text -split ' ') {
        if (-not $start -and $line.Length + 1 + $word.Length -gt 80) { $line; $line = $Rest; $start = $true }
        $line += $start ? $word : " $word"
        $start = $false
    }
    $line
}

function Format-CommandTable([hashtable[]] $Pages) {
    ($Pages | ForEach-Object { "    $($_.Name)"; Format-Wrapped $_.Synopsis '        ' '        ' }) -join "`n"
}

function Format-Example([string] $Path) {
    (Get-Content -LiteralPath $Path | ForEach-Object { "    $_".TrimEnd() }) -join "`n"
}

# A topic with its blocks filled in.
function Write-Topic([string] $Source, [hashtable] $Blocks, [string] $Path) {
    $text = (Get-Content -Raw -LiteralPath $Source) -replace '\r'
    $text = [regex]::Replace($text, '(?m)^\{(\w+)\}$', {
        param($match)
        $Blocks[$match.Groups[1].Value] ?? $(throw "$Source names the unknown block $match.")
    })
    [IO.File]::WriteAllText($Path, $text)
}
