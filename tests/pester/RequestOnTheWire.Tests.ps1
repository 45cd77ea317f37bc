# What a cmdlet's parameters say of a request is in the request: every parameter has a row here.
BeforeDiscovery {
    $policy = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}'
    $managed = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
    $device = 'arn:aws:iam::111111111111:mfa/ann'
    $other = 'arn:aws:iam::333333333333:role/other'
    $token = ConvertTo-SecureString header.body.signature -AsPlainText -Force
    $mfa = @{ SerialNumber = $device; TokenCode = '123456' }
    $rows = @(
        @{ Parameter = 'RoleArn'; Arguments = @{ RoleArn = $other }; Wire = "RoleArn=$other" }
        @{ Parameter = 'Via'; Arguments = @{ Via = $other }; Wire = "RoleArn=$other" }
        @{ Parameter = 'DurationSeconds'; Arguments = @{ DurationSeconds = 1234 }; Wire = 'DurationSeconds=1234' }
        @{ Parameter = 'RoleSessionName'; Arguments = @{ RoleSessionName = 'build-7' }; Wire = 'RoleSessionName=build-7' }
        @{ Parameter = 'ExternalId'; Arguments = @{ ExternalId = 'pipeline-42' }; Wire = 'ExternalId=pipeline-42' }
        @{ Parameter = 'Policy'; Arguments = @{ Policy = $policy }; Wire = "Policy=$policy" }
        @{ Parameter = 'PolicyArn'; Arguments = @{ PolicyArn = $managed }; Wire = "PolicyArns.member.1.arn=$managed" }
        @{ Parameter = 'Tag'; Arguments = @{ Tag = @{ stage = 'a b' } }; Wire = 'Tags.member.1.Key=stage', 'Tags.member.1.Value=a b' }
        @{ Parameter = 'TransitiveTagKey'; Arguments = @{ Tag = @{ stage = 'x' }; TransitiveTagKey = 'stage' }; Wire = 'TransitiveTagKeys.member.1=stage' }
        @{ Parameter = 'SourceIdentity'; Arguments = @{ SourceIdentity = 'ann' }; Wire = 'SourceIdentity=ann' }
        @{ Parameter = 'SerialNumber'; Arguments = $mfa; Wire = "SerialNumber=$device" }
        @{ Parameter = 'TokenCode'; Arguments = $mfa; Wire = 'TokenCode=123456' }
        @{ Parameter = 'WebIdentityToken'; Arguments = @{ WebIdentityToken = $token }; Wire = 'Action=AssumeRoleWithWebIdentity', 'WebIdentityToken=header.body.signature' }
        @{ Parameter = 'WebIdentityTokenFile'; Arguments = @{ WebIdentityTokenFile = 'token' }; Wire = 'WebIdentityToken=header.body.signature' }
    )
    # The pipeline's properties of a role are in the request as well.
    $piped = $rows | Where-Object Parameter -In RoleArn, DurationSeconds, RoleSessionName, ExternalId
    $cmdlets = 'Use-AssumedRole', 'Invoke-WithRole', 'Get-AssumedRoleCredential'
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1

    # An STS that grants everything and keeps what it was asked, a text name=value for each field.
    $listener = Start-HttpListener
    $address = @($listener.Prefixes)[0]
    $fields = [Collections.Concurrent.ConcurrentBag[string]]::new()
    $server = Start-ThreadJob -ArgumentList $listener, $fields {
        param($listener, $fields)
        while ($listener.IsListening) {
            try { $context = $listener.GetContext() } catch { return }
            $body = [IO.StreamReader]::new($context.Request.InputStream).ReadToEnd()
            $form = @{}
            foreach ($pair in $body -split '&') {
                $name, $value = $pair -split '=', 2 | ForEach-Object { [Net.WebUtility]::UrlDecode($_) }
                $form[$name] = $value
                $fields.Add("$name=$value")
            }
            $role = $form.RoleArn -split ':'
            $session = "arn:aws:sts::$($role[4]):assumed-role/$($role[5] -replace '.*/')/$($form.RoleSessionName)"
            $answer = [Text.Encoding]::UTF8.GetBytes("<$($form.Action)Response xmlns=`"https://sts.amazonaws.com/doc/2011-06-15/`"><$($form.Action)Result>" +
                "<AssumedRoleUser><AssumedRoleId>AROA:x</AssumedRoleId><Arn>$session</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAROLE</AccessKeyId>" +
                "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>" +
                "</$($form.Action)Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></$($form.Action)Response>")
            $context.Response.ContentType = 'text/xml'
            $context.Response.Close($answer, $false)
        }
    }

    $before = @{}
    foreach ($name in 'AWS_ENDPOINT_URL_STS', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION') { $before[$name] = [Environment]::GetEnvironmentVariable($name) }
    $env:AWS_ENDPOINT_URL_STS = $address
    $env:AWS_ACCESS_KEY_ID = 'AKIAIOSFODNN7EXAMPLE'
    $env:AWS_SECRET_ACCESS_KEY = 'secret'
    $env:AWS_REGION = 'eu-west-1'

    function Assert-Wire([string[]] $Wire) {
        foreach ($field in $Wire) { $fields.ToArray() | Should -Contain $field }
    }
}

AfterAll {
    $listener.Close()
    $null = Wait-Job $server -Timeout 60
    Remove-Job $server -Force
    foreach ($name in $before.Keys) { Set-Item "Env:$name" $before[$name] }
}

Describe '<Cmdlet>' -ForEach @(foreach ($cmdlet in $cmdlets) { @{ Cmdlet = $cmdlet } }) {
    It 'has a row for every parameter of a request' -TestCases @{ Rows = $rows } {
        $others = 'Source', 'ProfileName', 'Region', 'EndpointUrl', 'Credential', 'Chain', 'NoCache', 'PassThru', 'KeepFresh', 'ScriptBlock',
            'ArgumentList', 'ThrottleLimit', 'As', 'AsPlainText', 'WhatIf', 'Confirm' + [Management.Automation.PSCmdlet]::CommonParameters
        $names = (Get-Command $Cmdlet).Parameters.Keys | Where-Object { $_ -notin $others }
        $names | Sort-Object | Should -Be ($Rows.Parameter | Sort-Object)
    }
}

Describe 'The request of <Cmdlet>' -ForEach @(foreach ($cmdlet in $cmdlets) { @{ Cmdlet = $cmdlet } }) {
    BeforeEach {
        $fields.Clear()
        Push-Location $TestDrive
        Set-Content -LiteralPath token -Value header.body.signature -NoNewline
    }

    AfterEach { Pop-Location }

    It 'has -<Parameter>' -ForEach $rows {
        $given = @{ RoleArn = $workerPermissions2; NoCache = $true }
        foreach ($name in $Arguments.Keys) { $given[$name] = $Arguments[$name] }
        if ($Cmdlet -eq 'Invoke-WithRole') { $given.ScriptBlock = { } }
        try { $null = & $Cmdlet @given 6>$null }
        finally { Clear-AssumedRole }
        Assert-Wire $Wire
    }
}

Describe 'The request for a piped object' {
    BeforeEach { $fields.Clear() }

    It 'has its <Parameter>' -ForEach $piped {
        $object = @{ RoleArn = $workerPermissions2 }
        foreach ($name in $Arguments.Keys) { $object[$name] = $Arguments[$name] }
        $null = [pscustomobject] $object | Get-AssumedRoleCredential -NoCache
        Assert-Wire $Wire
    }
}

Describe 'The request for the role of a profile' {
    BeforeEach {
        $fields.Clear()
        $config = Join-Path $TestDrive config
        Set-Content -LiteralPath $config -Value @(
            '[profile deploy]', 'role_arn = arn:aws:iam::333333333333:role/deploy', 'credential_source = Environment', 'role_session_name = build-7'
            'duration_seconds = 1234', 'external_id = pipeline-42', 'mfa_serial = arn:aws:iam::111111111111:mfa/ann'
        )
        $configBefore = $env:AWS_CONFIG_FILE
        $env:AWS_CONFIG_FILE = $config
    }

    AfterEach { Set-Item Env:AWS_CONFIG_FILE $configBefore }

    It 'has every setting, and the code of -TokenCode' {
        $null = Get-AssumedRoleCredential $workerPermissions2 -ProfileName deploy -TokenCode 123456 -NoCache
        Assert-Wire 'RoleArn=arn:aws:iam::333333333333:role/deploy', 'RoleSessionName=build-7', 'DurationSeconds=1234', 'ExternalId=pipeline-42',
            'SerialNumber=arn:aws:iam::111111111111:mfa/ann', 'TokenCode=123456'
    }

    It 'is not sent without a code' {
        { Get-AssumedRoleCredential $workerPermissions2 -ProfileName deploy -NoCache } | Should -Throw -ErrorId TokenCodeMissing
        $fields.Count | Should -Be 0
    }
}
