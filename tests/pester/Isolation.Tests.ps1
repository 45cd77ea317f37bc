# A second copy of the AWS SDK in PowerShell's own load context, as AWS.Tools brings it, before and after ours.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $releases = Join-Path $repository artifacts sdk

    # A user who may become first and write secrets, and first who may become second.
    $world = Join-Path $TestDrive world.json
    function Get-RoleJson([string] $name, [string] $trusts) {
        @{
            arn         = "arn:aws:iam::111111111111:role/$name"
            trustPolicy = @{ Version = '2012-10-17'; Statement = @{ Effect = 'Allow'; Action = 'sts:AssumeRole'; Principal = @{ AWS = $trusts } } }
        }
    }
    @{
        region = 'eu-west-1'
        users  = @(@{ arn = 'arn:aws:iam::111111111111:user/operator'; accessKeyId = 'AKIASANDBOXOPERATOR1'; secretAccessKey = 'SANDBOXSECRETofTheOperatorNotARealOne001'
                policies = @(@{ name = 'write'; document = @{ Version = '2012-10-17'; Statement = @{ Effect = 'Allow'; Action = 'secretsmanager:*'; Resource = '*' } } }) })
        roles  = @(
            Get-RoleJson first arn:aws:iam::111111111111:user/operator
            Get-RoleJson second arn:aws:iam::111111111111:role/first
        )
    } | ConvertTo-Json -Depth 8 | Set-Content -LiteralPath $world

    # Their side: a profile with a role, resolved by their own SDK; "theirs" is the session that it got.
    $theirs = {
        param($folder)
        Add-Type -Path (Join-Path $folder AWSSDK.Core.dll)
        Add-Type -Path (Join-Path $folder AWSSDK.SecurityToken.dll)
        $chain = [Amazon.Runtime.CredentialManagement.CredentialProfileStoreChain]::new($env:AWS_SHARED_CREDENTIALS_FILE)
        $credentials = $null
        if (-not $chain.TryGetAWSCredentials('their-role', [ref] $credentials)) { throw 'no such profile' }
        $keys = $credentials.GetCredentials()
        if ($keys.AccessKey -notmatch '^ASIA') { throw "their key is $($keys.AccessKey)" }
        'theirs {0}' -f [Amazon.Runtime.AWSCredentials].Assembly.GetName().Name
    }

    # Our side: a profile with a role too, then a store, which is what our SDK is loaded for.
    $ours = {
        $session = Get-AssumedRoleCredential -ProfileName their-role -RoleArn arn:aws:iam::111111111111:role/second -NoCache
        $team = @{ name = "team-$([Guid]::NewGuid())"; accounts = @(@{ name = 'lab'; roleArn = 'arn:aws:iam::111111111111:role/first' }) }
        $written = Publish-RoleCredential $team -Store SecretsManager -ProfileName base
        "ours $($session.AssumedRoleArn) $($written.Status)"
    }

    function Invoke-Both([string] $release, [string] $first, [string] $second) {
        $folder = Join-Path $releases $release
        Invoke-TaskScript @"
`$ErrorActionPreference = 'Stop'
Import-Module '$modulePath'
Start-RoleSandbox -World '$world'
`$profiles = New-TemporaryFile
Set-Content `$profiles @'
[base]
aws_access_key_id = AKIASANDBOXOPERATOR1
aws_secret_access_key = SANDBOXSECRETofTheOperatorNotARealOne001
region = eu-west-1
[their-role]
role_arn = arn:aws:iam::111111111111:role/first
source_profile = base
region = eu-west-1
'@
`$env:AWS_SHARED_CREDENTIALS_FILE = `$env:AWS_CONFIG_FILE = `$profiles.FullName
`$theirs = { $theirs }
`$ours = { $ours }
try {
    & `$$first '$folder'
    & `$$second '$folder'
    & `$$first '$folder'
    [Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object { `$context = `$_.Name; `$_.Assemblies | ForEach-Object { `$_.GetName().Name } | Where-Object { `$_ -match 'AWSSDK\.Core' } | ForEach-Object { "`$context `$_" } } | Sort-Object
}
finally {
    Remove-Item `$profiles
}
"@
    }
}

Describe 'A second copy of the AWS SDK' {
    It 'of the <Release> release, loaded <Order>: role profiles resolve in both copies' -ForEach @(
        foreach ($release in 'older', 'same', 'newer') {
            @{ Release = $release; Order = 'first'; First = 'theirs'; Second = 'ours' }
            @{ Release = $release; Order = 'second'; First = 'ours'; Second = 'theirs' }
        }
    ) {
        $run = Invoke-Both $Release $First $Second
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $line = @{ theirs = 'theirs AWSSDK.Core'; ours = 'ours arn:aws:sts::111111111111:assumed-role/second/concourse-task Rotated' }
        $run.Output -split "`n" | Should -Be @($line[$First], $line[$Second], $line[$First], 'AssumeRole AssumeRole.AWSSDK.Core', 'Default AWSSDK.Core')
    }
}
