# The table of about_AssumeRole_Sources in the module: what becomes of each source of credentials in each state. The executable's tests
# run the same table.
BeforeDiscovery {
    $rows = Get-Content -Raw (Join-Path (Split-Path (Split-Path $PSScriptRoot)) module help SourceOutcomes.json) | ConvertFrom-Json -AsHashtable
    # A credential_process of the table is a script for sh.
    if ($IsWindows) { $rows = $rows | Where-Object source -NE 'Profile: credential_process' }
    $rows = $rows | ForEach-Object { @{ Name = "$($_.source), $($_.state): $($_.what)"; Row = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $task = 'arn:aws:iam::222222222222:role/task'
    $keyIds = @{
        Environment = 'AKIAENVIRONMENT'; Profile = 'AKIAPROFILE'; Container = 'ASIACONTAINER'; Instance = 'ASIAINSTANCE'
        'Profile: IAM Identity Center' = 'ASIASSO'; 'Profile: credential_process' = 'AKIAPROCESS'
    }
    $usual = @{
        'PUT /latest/api/token' = 'token'
        'GET /latest/meta-data/iam/security-credentials/' = 'worker'
        'GET /federation/credentials' = '{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t","expiration":4102444800000}}'
    }
    foreach ($path in @{ 'GET /container' = 'ASIACONTAINER'; 'GET /latest/meta-data/iam/security-credentials/worker' = 'ASIAINSTANCE' }.GetEnumerator()) {
        $usual[$path.Key] = "{`"Code`":`"Success`",`"AccessKeyId`":`"$($path.Value)`",`"SecretAccessKey`":`"s`",`"Token`":`"t`",`"Expiration`":`"2099-01-01T00:00:00Z`"}"
    }

    # Answers as STS, metadata, container endpoint and IAM Identity Center, and keeps who signed which call of STS.
    $listener = Start-HttpListener
    $address = @($listener.Prefixes)[0].TrimEnd('/')
    $state = [hashtable]::Synchronized(@{ Answers = @{}; Calls = [Collections.Concurrent.ConcurrentQueue[object]]::new() })
    $server = Start-ThreadJob -ArgumentList $listener, $state, $usual {
        param($listener, $state, $usual)
        while ($listener.IsListening) {
            try { $context = $listener.GetContext() } catch { return }
            $request, $response = $context.Request, $context.Response
            $line = "$($request.HttpMethod) $($request.Url.AbsolutePath)"
            $response.Headers['X-aws-ec2-metadata-token-ttl-seconds'] = '21600'
            if ($request.HttpMethod -eq 'POST') {
                $form = @{}
                foreach ($pair in [IO.StreamReader]::new($request.InputStream).ReadToEnd() -split '&') {
                    $name, $value = $pair -split '=', 2 | ForEach-Object { [Net.WebUtility]::UrlDecode($_) }
                    $form[$name] = $value
                }
                $signer = if ($request.Headers['Authorization'] -match 'Credential=([^/]*)/') { $Matches[1] } else { "$($form.WebIdentityToken)" }
                $state.Calls.Enqueue(@{ Role = $form.RoleArn; Signer = $signer })
                $code = @{ ASIAEXPIRED = 'ExpiredToken'; expired = 'ExpiredTokenException'; unknown = 'InvalidIdentityToken' }[$signer]
                $role = ($form.RoleArn ?? 'arn:aws:iam::222222222222:role/task') -split ':'
                $arn = "arn:aws:sts::$($role[4]):assumed-role/$($role[5] -replace '.*/')/$($form.RoleSessionName)"
                $result = if ($form.Action -eq 'GetCallerIdentity') { "<Arn>$arn</Arn><UserId>A:x</UserId><Account>222222222222</Account>" }
                else {
                    "<AssumedRoleUser><AssumedRoleId>A:x</AssumedRoleId><Arn>$arn</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIASESSION</AccessKeyId>" +
                    '<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>'
                }
                $response.ContentType = 'text/xml'
                if ($code) {
                    $response.StatusCode = 403
                    $body = "<ErrorResponse><Error><Type>Sender</Type><Code>$code</Code><Message>No.</Message></Error><RequestId>r</RequestId></ErrorResponse>"
                }
                else { $body = "<$($form.Action)Response><$($form.Action)Result>$result</$($form.Action)Result></$($form.Action)Response>" }
            }
            elseif ($answer = $state.Answers[$line]) {
                $response.StatusCode, $body = $answer.status, $answer.body
                if ($answer.type) { $response.Headers['x-amzn-ErrorType'] = $answer.type }
            }
            else {
                $body = $usual[$line]
                if ($null -eq $body) { $response.StatusCode = 404 }
            }
            $response.Close([Text.Encoding]::UTF8.GetBytes("$body"), $false)
        }
    }

    # A machine with nothing but the row's files and variables, and the server.
    function Set-Machine([hashtable] $Row, [string] $Folder) {
        # ConvertFrom-Json makes times of texts that look like one.
        $fill = { param($text) ($text -is [datetime] ? $text.ToString('yyyy-MM-ddTHH:mm:ssZ') : $text).Replace('{folder}', $Folder).Replace('{server}', $address) }
        $files, $variables = ($Row.files ?? @{}), ($Row.variables ?? @{})
        foreach ($name in $files.Keys) {
            $null = New-Item -ItemType Directory -Force (Split-Path (Join-Path $Folder $name))
            $text = & $fill $files[$name]
            [IO.File]::WriteAllBytes((Join-Path $Folder $name), ($text -like 'base64:*' ? [Convert]::FromBase64String($text.Substring(7)) : [Text.Encoding]::UTF8.GetBytes($text)))
        }
        Get-ChildItem Env: | Where-Object Name -Match '^AWS_|^aws_assume' | ForEach-Object { Remove-Item "Env:$($_.Name)" }
        $machine = @{
            HOME = Join-Path $Folder home; AWS_CONFIG_FILE = Join-Path $Folder config; AWS_SHARED_CREDENTIALS_FILE = Join-Path $Folder credentials
            AWS_REGION = 'eu-west-1'; AWS_METADATA_SERVICE_TIMEOUT = '20'
            AWS_ENDPOINT_URL_STS = $address; AWS_ENDPOINT_URL_SSO = $address; AWS_EC2_METADATA_SERVICE_ENDPOINT = $address
        }
        foreach ($name in $variables.Keys) { $machine[$name] = & $fill $variables[$name] }
        foreach ($name in $machine.Keys) { [Environment]::SetEnvironmentVariable($name, $machine[$name]) }
        $state.Answers = $Row.answers ?? @{}
        $state.Calls.Clear()
    }

    function Get-Signer([switch] $OfTask) {
        @($state.Calls.ToArray() | Where-Object { -not $OfTask -or $_.Role -eq $task } | ForEach-Object Signer)
    }

    $before = @{}
    Get-ChildItem Env: | ForEach-Object { $before[$_.Name] = $_.Value }
}

AfterAll {
    foreach ($name in (Get-ChildItem Env:).Name | Where-Object { $_ -notin $before.Keys }) { Remove-Item "Env:$name" }
    foreach ($name in $before.Keys) { Set-Item "Env:$name" $before[$name] }
    $listener.Close()
    $null = Wait-Job $server -Timeout 60
    Remove-Job $server -Force
}

Describe 'A chain' {
    It 'has the outcome of the table, and Test-WorkerRoleChain agrees: <Name>' -ForEach $rows {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive ([Guid]::NewGuid().ToString('N')))).FullName
        Set-Machine $Row $folder
        $failure = $null
        try { $null = Get-AssumedRoleCredential $task -NoCache } catch { $failure = $_ }
        $signers, $taskSigners = (Get-Signer), (Get-Signer -OfTask)
        $state.Calls.Clear()
        $steps = Test-WorkerRoleChain $task

        if ($Row.outcome -in 'used', 'next') {
            $failure | Should -BeNullOrEmpty
            $taskSigners | Should -Be @($Row.outcome -eq 'next' ? 'ASIAINSTANCE' : $keyIds[$Row.source] ?? 'ASIASESSION')
            Get-Signer -OfTask | Should -Be $taskSigners
            $steps.Status | Should -Not -Contain 'Failed'
            return
        }

        ($failure.FullyQualifiedErrorId -split ',')[0] | Should -Be $Row.outcome -Because $failure
        $failure.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        $failed = $steps | Where-Object Status -EQ Failed | Select-Object -First 1
        # Where no source is left, the check knows more of the metadata service than that nothing was there.
        if ($Row.source -eq 'Instance' -and $Row.outcome -eq 'BaseCredentialsMissing') { $failed.FindingId | Should -BeLike 'Metadata*' }
        else { $failed.FindingId | Should -Be $Row.outcome }
        @($signers) + (Get-Signer) | Should -Not -Contain 'ASIAINSTANCE'
        @($signers) + (Get-Signer) | Should -Not -Contain 'ASIASESSION'
    }
}
