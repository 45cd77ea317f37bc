# A task that goes on with the worker's role is the worst outcome: a failing cmdlet must end the script.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    Start-RoleSandbox
}

AfterAll {
    Stop-RoleSandbox
}

Describe 'A script whose first line fails' {
    It 'exits with 1 and never reaches its second line: <_>' -ForEach @(
        'Use-AssumedRole'
        'Use-AssumedRole arn:aws::iam::222222222222:role/x'
        'Use-AssumedRole arn:aws:iam::222222222222:role/trusts-nobody'
        'Use-AssumedRole arn:aws:iam::222222222222:role/x -DurationSeconds 1h'
        'Use-AssumedRole arn:aws:iam::222222222222:role/x -Tag nonsense'
        'Use-AssumedRole arn:aws:iam::222222222222:role/x -WebIdentityToken nonsense'
        'Use-AssumedRole arn:aws:iam::222222222222:role/x -EndpointUrl http://127.0.0.1:1'
        'Use-AssumedRole arn:aws:iam::222222222222:role/x -SerialNumber arn:aws:iam::111111111111:mfa/me'
        '"arn:aws:iam::333333333333:role/worker-permissions" | Use-AssumedRole'
        '[pscustomobject]@{ RoleArn = "x" } | Use-AssumedRole arn:aws:iam::222222222222:role/worker-permissions'
        'Use-AssumedRole arn:aws:iam::222222222222:role/worker-permissions -Confirm'
        'Invoke-WithRole { "in the block" }'
        '1, 2 | Invoke-WithRole arn:aws:iam::222222222222:role/worker-permissions { "in the block" }'
        'Invoke-WithRole arn:aws:iam::222222222222:role/trusts-nobody { "in the block" }'
        'Invoke-WithRole arn:aws:iam::222222222222:role/worker-permissions { throw "boom" }'
        'Start-RoleSandbox -World /there/is/no/such/world.json'
    ) {
        # What a task's params could name must not be taken instead of what the line says.
        $run = Invoke-TaskScript "Import-Module '$modulePath'; $_`n'second line'"
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Not -Match "(?m)^second line|^in the block"
        $run.Output | Should -Not -BeNullOrEmpty
    }

    It 'says so when PowerShell would have to ask somebody' {
        $run = Invoke-TaskScript "Import-Module '$modulePath'; try { Use-AssumedRole $workerPermissions2 -Confirm } catch { (`$_.FullyQualifiedErrorId -split ',')[0] }"
        $run.Output | Should -Match 'PromptImpossible$'
    }

    It 'goes on when -ErrorAction says so, with the error in $Error' {
        $run = Invoke-TaskScript @"
Import-Module '$modulePath'
Use-AssumedRole -ErrorAction SilentlyContinue
"second line `$((`$Error[0].FullyQualifiedErrorId -split ',')[0])"
"@
        $run.ExitCode | Should -Be 0
        $run.Output | Should -Be 'second line RoleArnMissing'
    }

    It 'exits with the code that the block exits with' {
        $run = Invoke-TaskScript "Import-Module '$modulePath'; Invoke-WithRole $workerPermissions2 { exit 5 } 6>`$null; 'second line'"
        $run.ExitCode | Should -Be 5
        $run.Output | Should -BeNullOrEmpty
    }

    It 'can catch the error with its id, category and remedy' {
        $run = Invoke-TaskScript @"
Import-Module '$modulePath'
try { Use-AssumedRole } catch {
    (`$_.FullyQualifiedErrorId -split ',')[0]
    `$_.CategoryInfo.Category
    `$_.ErrorDetails.RecommendedAction
}
"@
        $run.ExitCode | Should -Be 0
        $run.Output | Should -Be "RoleArnMissing`nInvalidArgument`nSet aws_assume_role_arn in the task's params, or pass -RoleArn."
    }
}
