BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $sandbox = Start-RoleSandbox -PassThru
    $session = Use-AssumedRole $workerPermissions2 -PassThru 6>$null
    $samples = @{
        SessionCredentials = $session
        AssumedRole        = Get-AssumedRole
        ChainStep          = Test-WorkerRoleChain arn:aws:iam::033145145979:role/role2 -Via $trustsNobody
        RoleSandboxInfo    = $sandbox
    }
}

AfterAll {
    Clear-AssumedRole
    Stop-RoleSandbox
}

Describe 'The <_> views' -ForEach 'SessionCredentials', 'AssumedRole', 'ChainStep', 'RoleSandboxInfo' {
    It 'are a table and a list of our own' {
        $views = (Get-FormatData -TypeName $samples[$_][0].GetType().FullName).FormatViewDefinition.Control
        $views | Where-Object { $_ -is [Management.Automation.TableControl] } | Should -HaveCount 1
        $views | Where-Object { $_ -is [Management.Automation.ListControl] } | Should -HaveCount 1
    }

    It 'fit into 80 columns' {
        foreach ($text in ($samples[$_] | Format-Table | Out-String -Width 80), ($samples[$_] | Format-List | Out-String -Width 80)) {
            $text.Trim() | Should -Not -BeNullOrEmpty
            $text -split "`n" | ForEach-Object { $_.TrimEnd().Length | Should -BeLessOrEqual 80 }
        }
    }

    It 'have no escape sequence in plain output' {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        try { ($samples[$_] | Format-Table | Out-String) + ($samples[$_] | Format-List | Out-String) | Should -Not -Match "`e" }
        finally { $PSStyle.OutputRendering = $rendering }
    }
}

Describe 'Views of sessions' {
    It 'show the time that is left: <_>' -ForEach 'SessionCredentials', 'AssumedRole' {
        foreach ($text in ($samples[$_] | Format-Table | Out-String), ($samples[$_] | Format-List | Out-String)) {
            $text | Should -Match 'TimeLeft'
            $text | Should -Match '\b00:59:\d\d\b|\b01:00:00\b'
        }
    }
}

Describe 'The table of a broken chain' {
    It 'shows finding, target, evidence and remedy, broken between words' {
        $text = $samples.ChainStep | Format-Table | Out-String -Width 80
        $text | Should -Match 'AssumeDenied:'
        $words = $text -replace '\s+', ' '
        $words | Should -Match 'its trust policy names the caller'
        $text | Should -Match 'Skipped'
    }
}
