BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
}

Describe 'The demo' {
    It 'goes the whole way and puts everything back' {
        $output = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File (Join-Path (Split-Path $modulePath) examples Demo.ps1) -ModulePath $modulePath 2>&1 | Out-String
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
