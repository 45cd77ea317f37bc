# The cmdlet against stores that we did not write, moto's, read back by boto3. moto's STS grants every role: where a role must be
# refused the sandbox's STS answers.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    . $PSScriptRoot/Moto.ps1

    # Runs Python with a boto3 client factory c(service), and gives what it prints.
    function Invoke-Boto3([string] $Script) {
        $file = Join-Path $TestDrive "$([Guid]::NewGuid().ToString('N')).py"
        Set-Content -LiteralPath $file -Value @"
import boto3, json
c = lambda service: boto3.client(service, endpoint_url='$url', region_name='eu-west-1', aws_access_key_id='AKIAREADER', aws_secret_access_key='x')
$Script
"@
        $output = python3 $file
        if ($LASTEXITCODE -ne 0) { throw "boto3 exited with $LASTEXITCODE." }
        $output
    }

    $missing = if ($absent = Find-AbsentProgram moto_server, python3) { $absent }
    elseif ($(python3 -c 'import boto3' 2>$null; $LASTEXITCODE) -ne 0) { 'python3 has no boto3' }

    $before = Get-ChildItem Env: | ForEach-Object { @{ Name = $_.Name; Value = $_.Value } }
    $server = $null
    if (-not $missing) {
        $server = Start-Moto
        $url = $server.Url

        Start-RoleSandbox
        foreach ($service in 'SECRETS_MANAGER', 'SSM', 'S3') { Set-Item "Env:AWS_ENDPOINT_URL_$service" $url }
    }
}

AfterAll {
    if ($server) {
        Stop-RoleSandbox
        Stop-Moto $server
        Get-ChildItem Env: | Where-Object Name -NotIn $before.Name | Remove-Item
        foreach ($variable in $before) { Set-Item "Env:$($variable.Name)" $variable.Value }
    }
}

Describe 'Publish-RoleCredential against moto' {
    BeforeEach {
        if ($missing) { Set-ItResult -Skipped -Because $missing }
    }

    It 'puts a team of S3 where boto3 reads it, in <Store>' -ForEach @(
        @{ Store = 'SecretsManager'; Get = "c('secretsmanager').get_secret_value(SecretId=name)['SecretString']" }
        @{ Store = 'ParameterStore'; Get = "c('ssm').get_parameter(Name=name, WithDecryption=True)['Parameter']['Value']" }
    ) {
        $name = "from-s3-$($Store.ToLowerInvariant())"
        $team = @{ name = $name; accounts = @(@{ name = 'divx-lab'; roleArn = 'arn:aws:iam::123456789999:role/machine-user-example' }) }
        Invoke-Boto3 @"
c('s3').create_bucket(Bucket='$name', CreateBucketConfiguration={'LocationConstraint': 'eu-west-1'})
c('s3').put_object(Bucket='$name', Key='ci/team.json', Body='''$($team | ConvertTo-Json -Depth 5)''')
"@
        $sandboxSts = $env:AWS_ENDPOINT_URL_STS
        $env:AWS_ENDPOINT_URL_STS = $url
        $env:AWS_ACCESS_KEY_ID = 'AKIAWRITER'
        $env:AWS_SECRET_ACCESS_KEY = 'of-the-writer'
        try { $result = Publish-RoleCredential @{ bucket = $name; key = 'ci/team.json' } -Store $Store }
        finally {
            Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
            $env:AWS_ENDPOINT_URL_STS = $sandboxSts
        }

        $result.Status | Should -Be 'Rotated'
        $result.Path | Should -Be "/concourse/$name/divx-lab"
        $read = Invoke-Boto3 @"
get = lambda name: $Get
parts = ['access-key', 'secret-key', 'session-token']
print(json.dumps({'json': json.loads(get('$($result.Path)')), 'triple': {part: get('$($result.Path)-' + part) for part in parts}}))
"@ | ConvertFrom-Json
        $read.json.'role-arn' | Should -Be $result.RoleArn
        foreach ($part in 'access-key', 'secret-key', 'session-token') { $read.triple.$part | Should -BeExactly $read.json.$part }
    }

    It 'reports a broken second account, and boto3 reads the first' {
        $team = @{
            name     = 'half-broken'
            accounts = @{ name = 'divx-lab'; roleArn = 'arn:aws:iam::123456789999:role/machine-user-example' }, @{ name = 'broken'; roleArn = $trustsNobody }
        }
        $results = Publish-RoleCredential $team -ErrorAction SilentlyContinue -ErrorVariable failure 3>$null
        $broken = $results | Where-Object Account -EQ 'broken'
        $broken.FindingId | Should -Be 'AssumeDenied' -Because $broken.Evidence
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'RotationIncomplete*'
        $failure[0].TargetObject | Should -Be 'half-broken/broken'
        Invoke-Boto3 "print(*sorted(one['Name'] for one in c('secretsmanager').list_secrets(MaxResults=100)['SecretList'] if 'half-broken' in one['Name']))" |
            Should -Be (('', '-access-key', '-secret-key', '-session-token' | ForEach-Object { "/concourse/half-broken/divx-lab$_" }) -join ' ')
    }
}
