# No exception leaves a cmdlet outside its error path: whatever fails, the error has an id, a category and a remedy of the module's own, and
# the script does not reach its next line.
BeforeDiscovery {
    $assuming = @(
        'Use-AssumedRole {0} -Region eu-west-1'
        'Invoke-WithRole {0} -Region eu-west-1 {{ "in the block" }}'
        'Invoke-WithRole {0} -Region eu-west-1 -KeepFresh {{ "in the block" }}'
    )
    $faults = @(
        @{ Fault = 'AWS files that cannot be read'; Variables = @{ AWS_CONFIG_FILE = [IO.Path]::GetTempPath() }; Id = 'ProfileInvalid'; Category = 'InvalidData' }
        @{ Fault = 'a profile that is not there'; Variables = @{ AWS_PROFILE = 'absent' }; Id = 'ProfileMissing'; Category = 'ObjectNotFound' }
        @{ Fault = 'an STS that is not there'; Variables = @{ AWS_ENDPOINT_URL_STS = 'http://127.0.0.1:1' }; Id = 'StsUnreachable'; Category = 'ConnectionError' }
        @{ Fault = 'no address of STS'; Variables = @{ AWS_ENDPOINT_URL_STS = 'nonsense' }; Id = 'EndpointInvalid'; Category = 'InvalidArgument' }
        @{ Fault = 'no number of seconds'; Variables = @{ AWS_METADATA_SERVICE_TIMEOUT = 'soon' }; Id = 'VariableInvalid'; Category = 'InvalidArgument' }
        @{ Fault = 'no duration'; Variables = @{ aws_assume_role_duration = '1h' }; Id = 'DurationInvalid'; Category = 'InvalidArgument' }
        @{ Fault = 'metadata that is forbidden'; Variables = @{ AWS_EC2_METADATA_DISABLED = 'true' }; Id = 'BaseCredentialsMissing'; Category = 'AuthenticationError' }
    )
    $cases = foreach ($line in $assuming) { foreach ($fault in $faults) { $fault + @{ Line = $line -f 'arn:aws:iam::222222222222:role/worker-permissions' } } }
    $nowhere = '/there/is/no/such/folder/file'
    $cases += @(
        @{ Line = "Start-RoleSandbox -World $nowhere"; Fault = 'a file that is not there'; Id = 'WorldInvalid'; Category = 'InvalidData' }
        @{ Line = "Start-RoleCredentialServer -Map $nowhere"; Fault = 'a file that is not there'; Id = 'MapInvalid'; Category = 'InvalidData' }
        @{ Line = "Start-RoleCredentialServer {0} -LogPath $nowhere"; Fault = 'a folder that is not there'; Id = 'LogPathInvalid'; Category = 'InvalidArgument' }
        @{ Line = 'Start-RoleCredentialServer {0} -Address 192.0.2.1'; Fault = 'an address that this machine does not have'; Id = 'ListenRefused'; Category = 'SecurityError' }
        @{ Line = "Test-WorkerRoleChain {0} -ReportPath $nowhere"; Fault = 'a folder that is not there'; Id = 'ReportPathInvalid'; Category = 'InvalidArgument' }
        @{ Line = "Publish-RoleCredential $nowhere -Store File"; Fault = 'a file that is not there'; Id = 'TeamConfigurationUnreadable'; Category = 'ObjectNotFound' }
        @{ Line = 'Publish-RoleCredential -Store File'; Fault = 'no team'; Id = 'TeamConfigurationInvalid'; Category = 'InvalidData' }
    )
    foreach ($case in $cases) {
        $case.Line = $case.Line -replace '\{0\}', 'arn:aws:iam::222222222222:role/worker-permissions'
        $case.Variables = $case.Variables ?? @{}
    }
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1

    # Runs a script in a runspace of its own: what it wrote, and the error that ended it.
    function Invoke-Script([string] $Body) {
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$modulePath'; $Body")
            try { @{ Output = $shell.Invoke(); Error = $null } }
            catch { @{ Output = @(); Error = $_.Exception.InnerException.ErrorRecord } }
        }
        finally { $shell.Dispose() }
    }

    function Set-Variable([hashtable] $Variables) {
        foreach ($name in $Variables.Keys) { Set-Item "Env:$name" $Variables[$name] }
    }
}

Describe 'A cmdlet' {
    It 'has the error path that all share: <_>' -ForEach @((Import-PowerShellDataFile (Join-Path (Split-Path (Split-Path $PSScriptRoot)) AssumeRole.psd1)).CmdletsToExport) {
        $type = (Get-Command $_).ImplementingType
        $type.BaseType.Assembly.GetType('AssumeRole.Cmdlets.StoppingCmdlet').IsAssignableFrom($type) | Should -BeTrue
    }
}

Describe 'A script' {
    It 'goes on after an error that ends a statement: the harness sees the difference' {
        (Invoke-Script '[int]::Parse("x"); "next line"').Output | Should -Be 'next line'
    }

    Context 'beside a sandbox' {
        BeforeAll {
            Start-RoleSandbox
        }

        AfterAll { Stop-RoleSandbox }

        It 'ends with <Id> for <Fault>: <Line>' -ForEach $cases {
            $before = Get-EnvironmentSnapshot
            $kept = @{}
            foreach ($name in $Variables.Keys) { $kept[$name] = [Environment]::GetEnvironmentVariable($name) }
            if ($Line -like 'Start-RoleSandbox*') { Stop-RoleSandbox }
            try {
                Set-Variable $Variables
                $run = Invoke-Script "$Line; 'next line'"
            }
            finally {
                Set-Variable $kept
                if ($Line -like 'Start-RoleSandbox*') { Start-RoleSandbox }
            }

            $run.Output | Should -BeNullOrEmpty
            $run.Error | Should -Not -BeNullOrEmpty
            ($run.Error.FullyQualifiedErrorId -split ',')[0] | Should -Be $Id -Because $run.Error
            $run.Error.CategoryInfo.Category | Should -Be $Category
            $run.Error.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
            if ($Line -notlike 'Start-RoleSandbox*') { Get-EnvironmentSnapshot | Should -BeExactly $before }
        }

        It 'ends where two runspaces have a role in one environment, and both began when there was none' {
            Stop-RoleSandbox
            # STS answers late, so that both have begun before either has its role.
            $world = Get-Content -Raw (Join-Path (Split-Path $modulePath) examples world.json) | ConvertFrom-Json -AsHashtable
            $world.faults = @{ stsDelayMilliseconds = 1000 }
            $file = Join-Path $TestDrive slow.json
            ConvertTo-Json $world -Depth 20 | Set-Content -LiteralPath $file
            Start-RoleSandbox -World $file
            $role = @{ RoleArn = $world.roles[1].arn; ExternalId = 'deploy-7'; NoCache = $true }
            $ended = [Threading.ManualResetEventSlim]::new()
            $results = 1..2 | ForEach-Object -Parallel {
                Import-Module $using:modulePath
                try { $parameters = $using:role; Invoke-WithRole @parameters { $null = ($using:ended).Wait(60000); 'block' } 6>$null }
                catch { ($_.FullyQualifiedErrorId -split ',')[0] }
                ($using:ended).Set()
            }
            $results | Sort-Object | Should -Be @('block', 'EnvironmentInUse')
        }
    }
}
