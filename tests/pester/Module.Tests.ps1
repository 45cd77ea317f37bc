BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
}

Describe 'The module' {
    It 'exports exactly what its manifest names' {
        $manifest = Import-PowerShellDataFile $modulePath
        [Management.Automation.WildcardPattern]::ContainsWildcardCharacters("$($manifest.CmdletsToExport)") | Should -BeFalse
        (Get-Command -Module AssumeRole).Name | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    # With a wildcard in CmdletsToExport one of them did not find its cmdlet in 8 of 9 runs.
    It 'is found by every one of 200 runspaces at once, not imported before' {
        $run = Invoke-TaskScript -Environment @{ PSModulePath = Split-Path (Split-Path (Split-Path $modulePath)) } -Body @'
1..200 | ForEach-Object -ThrottleLimit 50 -Parallel {
    try { $null = Get-AssumedRoleCredential -RoleArn '' -ErrorAction Stop } catch { ($_.FullyQualifiedErrorId -split ',')[0] }
} | Group-Object -NoElement | ForEach-Object { "$($_.Count) $($_.Name)" }
'@
        $run.Output | Should -Be '200 RoleArnMissing'
    }

    # Of names on lines of their own PowerShell compiles code that collects them, at every import.
    It 'names its cmdlets in one expression' {
        $manifest = [Management.Automation.Language.Parser]::ParseFile($modulePath, [ref] $null, [ref] $null)
        $names = $manifest.Find({ $args[0] -is [Management.Automation.Language.ArrayLiteralAst] }, $true)
        $names.Elements.Value | Should -Be (Import-PowerShellDataFile $modulePath).CmdletsToExport
    }

    It 'is found by the name of <_>, not imported and never analysed before' -ForEach 'Get-AssumedRole', 'Use-AssumedRole' {
        $run = Invoke-TaskScript "(Get-Command $_).Source" -Environment @{
            PSModulePath = Split-Path (Split-Path (Split-Path $modulePath))
            PSModuleAnalysisCachePath = Join-Path $TestDrive "$_.cache"
        }
        $run.Output | Should -Be AssumeRole
    }

    It 'exports no more when it is imported by name, with a prefix or one cmdlet at a time' {
        $run = Invoke-TaskScript @"
(Import-Module AssumeRole -PassThru).ExportedCommands.Count
Remove-Module AssumeRole
Import-Module AssumeRole -Prefix My
(Get-Command Use-MyAssumedRole).Source
Remove-Module AssumeRole
Import-Module AssumeRole -Cmdlet Use-AssumedRole
(Get-Command -Module AssumeRole).Name
"@ -Environment @{ PSModulePath = Split-Path (Split-Path (Split-Path $modulePath)) }
        $run.Output | Should -Be "12`nAssumeRole`nUse-AssumedRole"
    }

    It 'uses approved verbs' {
        $approved = (Get-Verb).Verb
        (Get-Command -Module AssumeRole).Verb | ForEach-Object { $approved | Should -Contain $_ }
    }

    It 'loads nothing from lib/ when it is imported' {
        $run = Invoke-TaskScript @"
Import-Module '$modulePath'
[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -match '^((AssumeRole\.)?AWSSDK|AssumeRole\.(Aws|Sandbox))' } | ForEach-Object FullName
'imported'
"@
        $run.Output | Should -Be 'imported'
    }

    It 'keeps the AWS SDK in a load context of its own' {
        $run = Invoke-TaskScript @"
Import-Module '$modulePath'
Start-RoleSandbox
`$null = Publish-RoleCredential @{ name = 'team'; accounts = @(@{ name = 'lab'; roleArn = '$workerPermissions2' }) } -Store SecretsManager -ErrorAction SilentlyContinue
[Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object { `$context = `$_; `$context.Assemblies | Where-Object { `$_.GetName().Name -match 'AWSSDK' } | ForEach-Object { "`$(`$context.Name)" } } | Sort-Object -Unique
Stop-RoleSandbox
"@
        $run.Output | Should -Be 'AssumeRole'
    }

    It 'has no parameter that PowerShell itself would refuse before us, on the cmdlets that must stop a script' {
        foreach ($name in 'Use-AssumedRole', 'Invoke-WithRole') {
            foreach ($parameter in (Get-Command $name).Parameters.Values) {
                $parameter.Attributes | Where-Object { $_ -is [Management.Automation.ValidateArgumentsAttribute] -and $parameter.Name -notin [Management.Automation.Cmdlet]::CommonParameters } | Should -BeNullOrEmpty
                $parameter.ParameterSets.Values.IsMandatory | Should -Not -Contain $true
            }
        }
    }

    It 'stops its sandbox and leaves the environment when it is removed' {
        $run = Invoke-TaskScript @"
Import-Module '$modulePath'
`$endpoint = (Start-RoleSandbox -PassThru).Endpoint
Use-AssumedRole $workerPermissions2 6>`$null
Remove-Module AssumeRole
try { `$null = Invoke-WebRequest "`${endpoint}latest/meta-data/" -TimeoutSec 5 -NoProxy; 'answers' } catch { if (`$_.Exception.Response) { 'answers' } else { 'silent' } }
[bool] `$env:AWS_SESSION_TOKEN
Import-Module '$modulePath'
Clear-AssumedRole
[bool] `$env:AWS_SESSION_TOKEN
"@
        $run.Output | Should -Be "silent`nTrue`nFalse"
    }
}

Describe 'Completion' {
    BeforeAll {
        $config = Join-Path $TestDrive config
        Set-Content $config "[default]`nregion = eu-west-1`n[profile dev]`nrole_arn = arn:aws:iam::222222222222:role/dev`nsource_profile = default`n[profile 'two words']`nregion = x"
        $env:AWS_CONFIG_FILE = $config

        function Complete([string] $line) {
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText
        }
    }

    AfterAll {
        $env:AWS_CONFIG_FILE = if ($IsWindows) { 'NUL' } else { '/dev/null' }
    }

    It 'offers profiles, quoted where need be' {
        Complete 'Use-AssumedRole -ProfileName ' | Should -Be @('default', 'dev', "'two words'")
        Complete 'Use-AssumedRole -ProfileName de' | Should -Be @('default', 'dev')
    }

    It 'offers the roles that profiles have' {
        Complete 'Use-AssumedRole -RoleArn ' | Should -Be 'arn:aws:iam::222222222222:role/dev'
        Complete 'Invoke-WithRole -Via arn:aws:iam::2' | Should -Be 'arn:aws:iam::222222222222:role/dev'
    }

    It 'offers regions and sources' {
        Complete 'Use-AssumedRole -Region eu-west-' | Should -Be @('eu-west-1', 'eu-west-2', 'eu-west-3')
        Complete 'Use-AssumedRole -Source I' | Should -Be 'Instance'
    }
}
