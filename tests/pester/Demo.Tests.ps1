BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $launcher = Join-Path $repository artifacts bin AssumeRole.Demo release AssumeRole.Demo.dll
}

Describe 'The demo' {
    It 'goes the whole way and puts everything back' {
        $output = Invoke-PowerShell -File (Join-Path (Split-Path $modulePath) examples Demo.ps1) -ModulePath $modulePath 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -Match 'role/concourse-worker'
        $output | Should -Match 'Account\s+: 222222222222'
        $output | Should -Match 'AWS_ACCESS_KEY_ID\s+ASIA'
        $output | Should -Match 'AWS_SECRET_ACCESS_KEY\s+set, \d+ characters'
        $output | Should -Match 'After the block: account 222222222222 again'
        $output | Should -Match 'AssumeDenied: AWS denies instance role concourse-worker the role'
        $output | Should -Match 'Remedy: '
        $output | Should -Match 'The environment is as it was\.'
        $output | Should -Not -Match 'SANDBOXSECRET|SANDBOXTOKEN'
    }
}

Describe 'The README''s first command, once it has built' {
    It 'shows the module in PowerShell, then the executable' {
        $output = dotnet $launcher 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $output
        ([regex]::Matches($output, '(?m)^The environment is as it was\.')).Count | Should -Be 2 -Because $output
        $output.IndexOf('what aws-auth.sh did') | Should -BeLessThan $output.IndexOf('what eval "$(assumerole env)" does')
    }

    It 'ends with the exit code of a demo that failed, and shows no other' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'its program is a shell script'; return }
        $before = $env:PWSH
        $env:PWSH = Join-Path $TestDrive failing.sh
        Set-Content -LiteralPath $env:PWSH "#!/bin/sh`nexit 9"
        chmod +x $env:PWSH
        try { $output = dotnet $launcher 2>&1 | Out-String }
        finally { $env:PWSH = $before }
        $LASTEXITCODE | Should -Be 9
        $output | Should -BeNullOrEmpty
    }

    It 'leaves the terminal to what it starts: colours are those of a terminal' {
        if (-not $IsLinux -or -not (Get-Command script -ErrorAction Ignore)) { Set-ItResult -Skipped -Because 'there is no script of util-linux'; return }
        $before = $env:NO_COLOR
        $env:NO_COLOR = $null
        try { $output = script -qec "dotnet '$launcher'" /dev/null | Out-String }
        finally { $env:NO_COLOR = $before }
        $LASTEXITCODE | Should -Be 0 -Because $output
        # A heading of PowerShell's own, and a mark of the executable's.
        $output | Should -Match '\e\[[0-9;]*mEndpoint'
        $output | Should -Match '\e\[[0-9;]*m✔'
    }
}
