# What Get-Help shows of the staged module: complete, true to the code, and its examples run as they stand.
BeforeDiscovery {
    . $PSScriptRoot/Import-Staged.ps1
    $commands = (Get-Command -Module AssumeRole).Name | ForEach-Object { @{ Name = $_ } }
    $examples = foreach ($command in $commands.Name) {
        $number = 0
        foreach ($example in (Get-Help $command -Full).examples.example) {
            $number++
            @{ Command = $command; Number = $number; Code = $example.code }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1

    # Programs that examples start. A stand-in answers only if it would really have the role.
    function Assert-Role([string] $Program) {
        # With -KeepFresh there is an endpoint in the place of the keys.
        if ($env:AWS_CONTAINER_CREDENTIALS_FULL_URI -and -not $env:AWS_ACCESS_KEY_ID) { return }
        foreach ($name in 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN') {
            if (-not [Environment]::GetEnvironmentVariable($name)) { throw "$Program would run without $name." }
        }
    }
    function aws { Assert-Role aws }
    function terraform { Assert-Role terraform }
}

Describe 'Get-Help <Name>' -ForEach $commands {
    BeforeAll {
        $help = Get-Help $Name -Full
        $command = Get-Command $Name
        $declared = $command.Parameters.Keys | Where-Object { $_ -notin [Management.Automation.Cmdlet]::CommonParameters }
    }

    It 'has a synopsis of its own, not the syntax that stands in for one' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Match '\.$'
        $help.Synopsis | Should -Not -Match ([regex]::Escape($Name) + ' \[')
    }

    It 'has a description' {
        ($help.description.Text -join '').Length | Should -BeGreaterThan 80
    }

    It 'describes every parameter, -WhatIf and -Confirm too, and no other' {
        $help.parameters.parameter.name | Sort-Object | Should -Be ($declared | Sort-Object)
        foreach ($parameter in $help.parameters.parameter) {
            $parameter.description.Text -join '' | Should -Match '\w+ \w+.*\.$' -Because $parameter.name
            $parameter.type.name, $parameter.defaultValue, $parameter.position, $parameter.pipelineInput, $parameter.aliases |
                Should -Not -Contain '' -Because $parameter.name
        }
    }

    It 'says truly which parameters are positional, mandatory and piped to' {
        foreach ($parameter in $help.parameters.parameter) {
            $sets = $command.Parameters[$parameter.name].ParameterSets.Values
            $positions = @($sets.Position | Where-Object { $_ -ge 0 } | Sort-Object -Unique)
            $parameter.position | Should -Be ($positions.Count ? $positions -join ' or ' : 'named') -Because $parameter.name
            $parameter.required | Should -Be "$($sets.IsMandatory -contains $true)" -Because $parameter.name
            $parameter.pipelineInput -match 'ByValue' | Should -Be ($sets.ValueFromPipeline -contains $true)
            $parameter.pipelineInput -match 'ByPropertyName' | Should -Be ($sets.ValueFromPipelineByPropertyName -contains $true)
        }
    }

    It 'has one syntax a parameter set' {
        @($help.syntax.syntaxItem).Count | Should -Be $command.ParameterSets.Count
    }

    It 'says what goes in and what comes out' {
        foreach ($type in @($help.inputTypes.inputType) + @($help.returnValues.returnValue)) {
            $type.type.name | Should -Not -BeNullOrEmpty
            $type.description.Text | Should -Not -BeNullOrEmpty
        }
        $taken = $command.ParameterSets.Parameters | Where-Object { $_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName }
        $help.inputTypes.inputType.type.name -contains 'None' | Should -Be (-not $taken)
        foreach ($type in $command.OutputType.Name) { $help.returnValues.returnValue.type.name | Should -Contain $type }
    }

    It 'has at least three examples with title, code that fits into 80 columns, and remark' {
        $all = @($help.examples.example)
        $all.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $all) {
            $example.title | Should -Match 'Example \d+: \w+'
            $example.code | Should -Not -BeNullOrEmpty
            $example.code -split '\n' | ForEach-Object { $_.Length | Should -BeLessOrEqual 76 -Because $_ }
            $example.remarks.Text -join '' | Should -Match '\.\s*$'
        }
    }

    It 'links to cmdlets and topics that exist' {
        $links = $help.relatedLinks.navigationLink.linkText
        $links | Should -Contain about_AssumeRole
        $links | Should -Not -Contain $Name
        foreach ($link in $links) {
            $exists = if ($link -like 'about_*') { Test-Path (Join-Path (Split-Path $modulePath) en-US "$link.help.txt") }
            else { Get-Command $link -Module AssumeRole -ErrorAction Ignore }
            $exists | Should -BeTrue -Because "$Name links to $link"
        }
    }

    It 'shows no field without a value' {
        $text = Get-Help $Name -Full | Out-String -Width 120
        $text | Should -Not -Match '(?m)^\s+(Required\?|Position\?|Default value|Accept pipeline input\?|Aliases|Accept wildcard characters\?)\s*$'
        $text | Should -Match '(?m)^NOTES'
        foreach ($heading in 'NAME', 'SYNOPSIS', 'SYNTAX', 'DESCRIPTION', 'PARAMETERS', 'INPUTS', 'OUTPUTS', 'NOTES', 'RELATED LINKS') {
            if ($heading -eq 'PARAMETERS' -and -not $declared) { continue }
            $text | Should -Match "(?m)^$heading\s*\r?\n(\s*\r?\n)*\s+\S" -Because $heading
        }
    }
}

Describe 'The example' {
    BeforeEach {
        $before = Get-EnvironmentSnapshot
        if ($Command -ne 'Start-RoleSandbox' -and $Code -notmatch 'Start-RoleSandbox') { Start-RoleSandbox }
    }

    AfterEach {
        Clear-AssumedRole
        Stop-RoleSandbox 3>$null
        Remove-Item Env:aws_assume_role_* -ErrorAction Ignore
        Get-EnvironmentSnapshot | Should -BeExactly $before -Because 'an example leaves nothing behind'
    }

    It '<Command> <Number> runs as it stands' -ForEach $examples {
        Push-Location $TestDrive
        try {
            $output = & ([scriptblock]::Create($Code)) *>&1
        }
        finally {
            Pop-Location
        }
        $output | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Should -BeNullOrEmpty
    }
}

Describe 'The help files' {
    It 'are what module/help/Write-Help.ps1 writes from the cmdlets as they are' {
        $script = Join-Path $repository module help Write-Help.ps1
        $documentation = Join-Path $repository artifacts bin AssumeRole release
        & $script -OutputPath $TestDrive -ModulePath $modulePath -DocumentationPath $documentation
        $committed = Join-Path $repository module en-US
        (Get-ChildItem $TestDrive -File).Name | Sort-Object | Should -Be ((Get-ChildItem $committed).Name | Sort-Object)
        foreach ($file in Get-ChildItem $committed) {
            (Get-Content -Raw (Join-Path $TestDrive $file.Name)) -ceq (Get-Content -Raw $file) |
                Should -BeTrue -Because "$($file.Name) is to be written anew: build.ps1 -Task Help"
        }
    }

    It 'are found in every culture' {
        foreach ($culture in '', 'de-DE', 'ja-JP') {
            $run = Invoke-TaskScript "[cultureinfo]::CurrentUICulture = '$culture'; Import-Module '$modulePath'; (Get-Help Use-AssumedRole).Synopsis"
            $run.Output | Should -Match '^Assumes a role'
        }
    }

    It 'have no source of theirs in the staged module' {
        Join-Path (Split-Path $modulePath) help | Should -Not -Exist
    }
}
