# What about_AssumeRole_LongJobs and its examples say, checked against the program.
BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    # The source, not the staged copy: the same text, because it has no block to be filled in.
    $text = (Get-Content -Raw (Join-Path $repository module help about_AssumeRole_LongJobs.txt)) -replace '\r'
    $role = $workerPermissions2

    function Get-Section([string] $Heading) {
        ($text -replace "(?s)^.*?\n  $Heading\n") -replace '(?s)\n(  [A-Z]|EXAMPLES\n).*$'
    }

    function Get-ErrorId([scriptblock] $Body) {
        try { $null = & $Body }
        catch { return $_.FullyQualifiedErrorId -replace ',.*' }
    }

    Start-RoleSandbox
}

AfterAll {
    Stop-RoleCredentialServer 3>$null
    Stop-RoleSandbox
}

Describe 'about_AssumeRole_LongJobs' {
    It 'lists the variables that -KeepFresh takes away, and no others' {
        $taken = [AssumeRole.Endpoint.EndpointVariables]::For('http://127.0.0.1:1/x', [AssumeRole.Secret]::new('x'), $null, [string[]] @(), $null)
        $unset = $taken.Keys | Where-Object { $null -eq $taken[$_] } | Sort-Object
        $list = ((Get-Section 'WHICH VARIABLES OUTRANK WHICH') -split 'So these must be unset')[1] -split '\n\n'
        [regex]::Matches($list[1], 'AWS_\w+').Value | Sort-Object | Should -Be $unset
    }

    It 'says which of them the block has instead' {
        $section = Get-Section 'A BLOCK THAT OUTLASTS THE HOUR'
        $found = Invoke-WithRole $role -KeepFresh { (Get-ChildItem Env:AWS_CONTAINER_*).Name } 6>$null
        [regex]::Matches($section, '(?m)^    (AWS_CONTAINER_\w+)').ForEach({ $_.Groups[1].Value }) | Sort-Object | Should -Be ($found | Sort-Object)
    }

    It 'lists every event of the log' {
        $listed = [regex]::Matches((Get-Section 'THE LOG'), '(?m)^    (\w+)  +\S').ForEach({ $_.Groups[1].Value })
        $events = [Enum]::GetNames([AssumeRole.Endpoint.ServerEventKind]).ForEach({ [char]::ToLowerInvariant($_[0]) + $_.Substring(1) })
        $listed | Sort-Object | Should -BeExactly ($events | Sort-Object)
    }

    It 'shows a map that can be served' {
        $map = [regex]::Match((Get-Section 'SEVERAL ROLES AT ONCE, AND CONTAINERS'), '(?ms)^    \{$.+?^    \}$').Value
        $file = Join-Path $TestDrive map.json
        Set-Content -LiteralPath $file -Value $map
        $roles = (Start-RoleCredentialServer -Map $file).Roles
        Stop-RoleCredentialServer
        $roles.Route | Should -Be @('/team-a', ':9101')
        $roles.Dialect | Should -Be @('Container', 'InstanceMetadata')
    }

    It 'names every member that an entry of a map may have' {
        $section = (Get-Section 'SEVERAL ROLES AT ONCE, AND CONTAINERS') -replace '\s+', ' '
        $section -match 'An entry may have (.+?)\. The whole' | Should -BeTrue
        $names = $Matches[1] -split ', | and '
        $entry = @{
            roleArn = $role; via = @(); durationSeconds = 900; roleSessionName = 'a-name'; externalId = 'an-id'
            policy = @{ Version = '2012-10-17'; Statement = @(@{ Effect = 'Allow'; Action = 's3:*'; Resource = '*' }) }
            policyArns = @('arn:aws:iam::aws:policy/ReadOnlyAccess'); tags = @{ team = 'a' }; transitiveTagKeys = @('team')
            sourceIdentity = 'somebody'; source = 'Instance'; profileName = 'none'; region = 'eu-west-1'; webIdentityTokenFile = 'none'
        }
        $entry.Keys | Sort-Object | Should -Be ($names | Sort-Object)
        foreach ($name in $names) {
            $file = Join-Path $TestDrive "$name.json"
            $members = @{ roleArn = $role }
            $members[$name] = $entry[$name]
            @{ '/x' = $members } | ConvertTo-Json -Depth 8 | Set-Content -LiteralPath $file
            try { $null = Start-RoleCredentialServer -Map $file }
            catch { "$_" | Should -Not -Match 'no such property' }
            finally { Stop-RoleCredentialServer 3>$null }
        }
        Set-Content -LiteralPath $file -Value '{ "/x": { "?": 0 } }'
        $failure = { Start-RoleCredentialServer -Map $file } | Should -Throw -PassThru
        "$failure" -match 'known are ([\w, ]+)' | Should -BeTrue
        $Matches[1] -split ', ' | Sort-Object | Should -Be ($names | Sort-Object)
    }

    It 'is right that <Option> cannot be renewed' -ForEach @(
        @{ Option = '-TokenCode'; Request = @{ SerialNumber = 'arn:aws:iam::111111111111:mfa/operator'; TokenCode = '123456' } }
        @{ Option = '-WebIdentityToken'; Request = @{ WebIdentityToken = ConvertTo-SecureString ('a.b.c' * 4) -AsPlainText -Force } }
    ) {
        Get-Section 'WHAT CANNOT BE RENEWED' | Should -Match "(?m)^    .*$Option\b"
        Get-ErrorId { Invoke-WithRole $role -KeepFresh @Request { 'ran' } } | Should -Be RenewalImpossible
        Get-ErrorId { Start-RoleCredentialServer $role @Request } | Should -Be RenewalImpossible
    }

    It 'is right that a session cannot be renewed from a session' {
        $session = Get-AssumedRoleCredential $role
        Get-ErrorId { Invoke-WithRole $role -KeepFresh -Credential $session { 'ran' } } | Should -Be RenewalImpossible
        Use-AssumedRole $role 6>$null
        try { Get-ErrorId { Invoke-WithRole $role -KeepFresh -Chain { 'ran' } } | Should -Be RenewalImpossible }
        finally { Clear-AssumedRole }
    }

    It 'is right about what the server refuses' {
        $served = (Start-RoleCredentialServer $role).Roles[0]
        try {
            $good = @{ Authorization = $served.Token.Reveal() }
            $common = @{ Uri = $served.Address; SkipHeaderValidation = $true; NoProxy = $true; SkipHttpErrorCheck = $true }
            (Invoke-WebRequest @common -Headers $good).StatusCode | Should -Be 200
            (Invoke-WebRequest @common).StatusCode | Should -Be 401
            (Invoke-WebRequest @common -Headers @{ Authorization = 'wrong' }).StatusCode | Should -Be 403
            (Invoke-WebRequest @common -Headers ($good + @{ Host = 'example.com' })).StatusCode | Should -Be 403
            (Invoke-WebRequest @common -Headers ($good + @{ Host = 'host.docker.internal' })).StatusCode | Should -Be 403
            (Invoke-WebRequest @common -Headers $good -Method Post).StatusCode | Should -Be 405
            $health = "$(([uri] $served.Address).GetLeftPart('Authority'))/healthz"
            (Invoke-WebRequest $health -NoProxy).StatusCode | Should -Be 200
        }
        finally { Stop-RoleCredentialServer }
    }

    It 'is right that the server stays on loopback unless it is told otherwise, and for whom' {
        Get-ErrorId { Start-RoleCredentialServer $role -Address 0.0.0.0 } | Should -Be ListenRefused
        Get-ErrorId { Start-RoleCredentialServer $role -Address 0.0.0.0 -AllowNonLoopback } | Should -Be ListenRefused
        Get-RoleCredentialServer | Should -BeNullOrEmpty
    }

    It 'names the parameters of the cmdlets' {
        foreach ($name in 'Map', 'Dialect', 'Port', 'Address', 'AllowNonLoopback', 'AllowClient', 'PassThrough', 'LogPath') {
            (Get-Command Start-RoleCredentialServer).Parameters.Keys | Should -Contain $name
            $text | Should -Match "-$name\b"
        }
    }
}

Describe 'The example serve-map.json' {
    It 'serves each role to those who have its token or its port, and to nobody else' {
        $log = Join-Path $TestDrive server.log
        $server = Start-RoleCredentialServer -Map (Join-Path $repository module examples serve-map.json) -LogPath $log
        try {
            $roles = @($server.Roles)
            $roles.Route | Should -Be @('/team-a', '/team-b', ':9101')
            $common = @{ SkipHeaderValidation = $true; NoProxy = $true }
            foreach ($served in $roles[0, 1]) {
                $header = @{ Authorization = $served.Token.Reveal() }
                (Invoke-RestMethod $served.Address @common -Headers $header).RoleArn | Should -Be $served.RoleArn
            }
            $foreign = @{ Authorization = $roles[1].Token.Reveal() }
            (Invoke-WebRequest $roles[0].Address @common -Headers $foreign -SkipHttpErrorCheck).StatusCode | Should -Be 403

            $metadata = "$($roles[2].Address.TrimEnd('/'))/latest"
            $token = Invoke-RestMethod "$metadata/api/token" @common -Method Put -Headers @{ 'X-aws-ec2-metadata-token-ttl-seconds' = '60' }
            $header = @{ 'X-aws-ec2-metadata-token' = $token }
            $names = Invoke-RestMethod "$metadata/meta-data/iam/security-credentials/" @common -Headers $header
            $names | Should -Be worker-permissions
            Invoke-RestMethod "$metadata/meta-data/placement/region" @common -Headers $header | Should -Be eu-central-1
            (Invoke-RestMethod "$metadata/meta-data/iam/security-credentials/$names" @common -Headers $header).Code | Should -Be Success

            $lines = Get-Content $log | ConvertFrom-Json
            $lines.event | Should -Contain served
            $lines.event | Should -Contain refused
            foreach ($served in $roles[0, 1]) { Get-Content -Raw $log | Should -Not -Match ([regex]::Escape($served.Token.Reveal())) }
        }
        finally { Stop-RoleCredentialServer }
    }
}

Describe 'The example container.sh' {
    It 'hands the endpoint on by name, so that no command line has the token' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'it is a shell script'; return }
        $bin = New-Item -ItemType Directory (Join-Path $TestDrive bin)
        Set-Content -LiteralPath (Join-Path $bin assumerole) -Value "#!/bin/sh`nprintf '%s\n' `"`$@`""
        chmod +x (Join-Path $bin assumerole)
        $env:aws_assume_role_arn = $role
        $before = $env:PATH
        $env:PATH = "$bin$([IO.Path]::PathSeparator)$before"
        try { $words = sh (Join-Path $repository module examples container.sh) example/deploy 'an argument' }
        finally { $env:PATH = $before; Remove-Item Env:aws_assume_role_arn }
        $words | Should -Be @(
            'exec', '--keep-fresh', '--role-arn', $role, '--', 'docker', 'run', '--rm', '--network', 'host'
            '--env', 'AWS_CONTAINER_CREDENTIALS_FULL_URI', '--env', 'AWS_CONTAINER_AUTHORIZATION_TOKEN', '--env', 'AWS_REGION'
            'example/deploy', 'an argument')
    }
}
