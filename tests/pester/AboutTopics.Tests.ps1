# What the about topics say, checked against the program: ids, variables, policies, and the world file.
BeforeDiscovery {
    $topics = 'about_AssumeRole', 'about_AssumeRole_Concourse', 'about_AssumeRole_LongJobs', 'about_AssumeRole_Rotation', 'about_AssumeRole_Sources', 'about_AssumeRole_Troubleshooting' | ForEach-Object { @{ Topic = $_ } }
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    $folder = Join-Path (Split-Path $modulePath) en-US

    function Get-Topic([string] $Topic) {
        Get-Content -Raw -LiteralPath (Join-Path $folder "$Topic.help.txt")
    }

    # The JSON documents of a topic: what stands between lone braces, four columns in.
    function Get-Document([string] $Topic) {
        [regex]::Matches((Get-Topic $Topic), '(?ms)^    \{$.+?^    \}$').Value
    }

    # The steps that judge one document: WorkerPolicy or TrustPolicy.
    function Get-PolicyStep([string] $Json, [string] $Parameter) {
        $policy = @{ $Parameter = $Json }
        Test-WorkerRoleChain arn:aws:iam::222222222222:role/worker-permissions @policy | Where-Object Step -EQ $Parameter
    }
}

Describe 'The topic <Topic>' -ForEach $topics {
    It 'is shown by Get-Help' {
        "$(Get-Help $Topic)" | Should -Match 'LONG DESCRIPTION'
        (Get-Help "$Topic*" | Where-Object Name -EQ $Topic).Synopsis | Should -Not -BeNullOrEmpty
    }

    It 'has the standard headings in their order' {
        [regex]::Matches((Get-Topic $Topic), '(?m)^[A-Z].*$').Value |
            Should -Be @('TOPIC', 'SHORT DESCRIPTION', 'LONG DESCRIPTION', 'EXAMPLES', 'SEE ALSO', 'KEYWORDS')
    }

    It 'fits into 80 columns of plain text' {
        foreach ($line in (Get-Topic $Topic) -split '\n') {
            $line.Length | Should -BeLessOrEqual 80 -Because $line
            $line | Should -Not -Match '[^\x20-\x7e]|\s$'
        }
    }
}

Describe 'about_AssumeRole' {
    It 'lists the id of every finding, and no other, and says where they are explained' {
        $section = (Get-Topic about_AssumeRole) -replace '(?s)^.*\n  ALL ERRORS\n' -replace '(?s)\nEXAMPLES\n.*$'
        $section | Should -Match 'about_AssumeRole_Troubleshooting'
        ($section -split '\n\n')[1].Trim() -split ',\s+' | Should -BeExactly ([AssumeRole.Findings.FindingCatalogue]::All.Id)
    }

    It 'names every cmdlet and every variable that a role moves away' {
        $text = Get-Topic about_AssumeRole
        foreach ($name in (Get-Command -Module AssumeRole).Name) { $text | Should -Match "(?m)^    $name$" }
        foreach ($name in [AssumeRole.Sessions.SessionVariables]::Outranking -notmatch 'AWS_CONTAINER_') { $text | Should -Match "\b$name\b" }
    }

    It 'names the sources in the order in which they are tried' {
        $listed = [regex]::Matches((Get-Topic about_AssumeRole), '(?m)^    (Environment|WebIdentity|Profile|Container|Instance)  +\S').ForEach({ $_.Groups[1].Value })
        $before = $env:AWS_EC2_METADATA_DISABLED
        $env:AWS_EC2_METADATA_DISABLED = 'true'
        try { $null = Get-AssumedRoleCredential arn:aws:iam::222222222222:role/x -Region eu-west-1 -ErrorVariable failed -ErrorAction SilentlyContinue }
        finally { $env:AWS_EC2_METADATA_DISABLED = $before }
        ($failed[0].FullyQualifiedErrorId -split ',')[0] | Should -Be 'BaseCredentialsMissing'
        $tried = [regex]::Matches("$failed", '(Environment|WebIdentity|Profile|Container|Instance):').ForEach({ $_.Groups[1].Value })
        $tried | Should -Be $listed
    }

    It 'says what the options of -As and the exits of a secret are called' {
        $text = Get-Topic about_AssumeRole
        foreach ($member in 'Reveal', 'ToSecureString') {
            [AssumeRole.Secret].GetMethod($member) | Should -Not -BeNullOrEmpty
            $text | Should -Match "\.$member\(\)"
        }
        foreach ($parameter in 'As', 'AsPlainText') { (Get-Command Get-AssumedRoleCredential).Parameters.Keys | Should -Contain $parameter }
    }
}

Describe 'The world file in about_AssumeRole' {
    BeforeAll {
        $world = Join-Path $TestDrive world.json
        @(Get-Document about_AssumeRole)[0] -replace '(?m)^    ' | Set-Content -LiteralPath $world
    }

    AfterEach {
        Stop-RoleSandbox 3>$null
    }

    It 'is the file of the examples' {
        (Get-Content -Raw $world) -replace '\r' | Should -BeExactly ((Get-Content -Raw (Join-Path (Split-Path $modulePath) examples world.json)) -replace '\r')
    }

    It 'starts a sandbox in which its roles can be had' {
        $sandbox = Start-RoleSandbox -World $world -PassThru
        $sandbox.Region | Should -Be 'eu-central-1'
        Test-WorkerRoleChain arn:aws:iam::555555555555:role/deploy -ExternalId deploy-7 -Quiet | Should -BeTrue
        Test-WorkerRoleChain arn:aws:iam::555555555555:role/deploy -Quiet | Should -BeFalse
        $session = Get-AssumedRoleCredential arn:aws:iam::555555555555:role/deploy -ExternalId deploy-7 -PolicyArn arn:aws:iam::aws:policy/ReadOnlyAccess
        $session.Account | Should -Be '555555555555'
    }

    It 'has every member that <Where> may have explained in the topic' -ForEach @(
        @{ Where = 'the world'; Json = '{ "region": "r", "?": 0 }' }
        @{ Where = 'the instance'; Json = '{ "region": "r", "instance": { "availabilityZone": "a", "?": 0 } }' }
        @{ Where = 'a role'; Json = '{ "region": "r", "roles": [ { "?": 0 } ] }' }
        @{ Where = 'a user'; Json = '{ "region": "r", "users": [ { "?": 0 } ] }' }
        @{ Where = 'a device'; Json = '{ "region": "r", "mfaDevices": [ { "?": 0 } ] }' }
        @{ Where = 'a provider'; Json = '{ "region": "r", "identityProviders": [ { "?": 0 } ] }' }
        @{ Where = 'a managed policy'; Json = '{ "region": "r", "managedPolicies": [ { "?": 0 } ] }' }
        @{ Where = 'an account'; Json = '{ "region": "r", "accounts": [ { "?": 0 } ] }' }
        @{ Where = 'the faults'; Json = '{ "region": "r", "faults": { "?": 0 } }' }
    ) {
        $file = Join-Path $TestDrive unknown.json
        Set-Content -LiteralPath $file $Json
        $caught = $null
        try { Start-RoleSandbox -World $file } catch { $caught = $_ }
        # -match and not Should -Match, which would keep $Matches to itself.
        "$caught" -match 'known are (?<names>[\w, ]+)' | Should -BeTrue
        $text = Get-Topic about_AssumeRole
        foreach ($name in $Matches.names -split ', ') { $text | Should -Match "(?m)^ {4,6}$name  " -Because "$Where may have $name" }
    }
}

Describe 'about_AssumeRole_Concourse' {
    BeforeAll {
        $worker, $trust, $tokenTrust = Get-Document about_AssumeRole_Concourse
    }

    It 'has policies that AWS takes' {
        @(Get-Document about_AssumeRole_Concourse).Count | Should -Be 3
        (Get-PolicyStep $worker WorkerPolicy).Status | Should -Be 'Passed'
        (Get-PolicyStep $trust TrustPolicy).Status | Should -Be 'Passed'
        (Get-PolicyStep $tokenTrust TrustPolicy).Status | Should -Be 'Passed'
    }

    It 'has policies that let a worker have the role, and nothing else' {
        $ec2 = '{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sts:AssumeRole", "Principal": { "Service": "ec2.amazonaws.com" } } }'
        $world = Join-Path $TestDrive concourse.json
        Set-Content -LiteralPath $world @"
{
  "region": "eu-west-1",
  "instance": { "availabilityZone": "eu-west-1a", "roleArn": "arn:aws:iam::111111111111:role/concourse-worker" },
  "roles": [
    { "arn": "arn:aws:iam::111111111111:role/concourse-worker", "trustPolicy": $ec2, "policies": [ { "name": "worker", "document": $worker } ] },
    { "arn": "arn:aws:iam::222222222222:role/worker-permissions", "trustPolicy": $trust },
    { "arn": "arn:aws:iam::222222222222:role/other", "trustPolicy": $trust }
  ]
}
"@
        Start-RoleSandbox -World $world
        try {
            Test-WorkerRoleChain arn:aws:iam::222222222222:role/worker-permissions -Quiet | Should -BeTrue
            Test-WorkerRoleChain arn:aws:iam::222222222222:role/other -Quiet | Should -BeFalse
        }
        finally {
            Stop-RoleSandbox
        }
    }

    It 'has a trust policy with which only its own pipeline has the role' {
        $conditions = ($tokenTrust | ConvertFrom-Json).Statement.Condition.StringEquals
        $conditions.PSObject.Properties.Name | Should -Be @('concourse.example.com:aud', 'concourse.example.com:sub')
    }

    It 'warns of mistakes that are mistakes' {
        $text = Get-Topic about_AssumeRole_Concourse
        $text | Should -Match '"Resources"'
        (Get-PolicyStep ($worker -replace '"Resource"', '"Resources"') WorkerPolicy).FindingId | Should -Contain 'PolicyUnknownElement'
        $text | Should -Match ([regex]::Escape('arn:aws::iam::'))
        (Test-WorkerRoleChain arn:aws::iam::222222222222:role/worker-permissions).FindingId | Should -Be 'ArnMalformed'
    }

    It 'names the variables that the cmdlets read' {
        $text = Get-Topic about_AssumeRole_Concourse
        foreach ($field in [AssumeRole.Roles.RoleChain].GetFields() | Where-Object Name -Like '*Variable') {
            $text | Should -Match "(?m)^    $($field.GetRawConstantValue())\s"
        }
        $text | Should -Match ([AssumeRole.Roles.RoleChain]::DefaultSessionName)
    }
}

Describe 'about_AssumeRole_Troubleshooting' {
    BeforeAll {
        $text = Get-Topic about_AssumeRole_Troubleshooting
        $catalogue = @([AssumeRole.Findings.FindingCatalogue]::All)
        $causes = [Enum]::GetNames([AssumeRole.Chains.DenialCause])

        function Get-Section([string] $Heading) {
            ($text -replace "(?s)^.*?\n  $Heading\n") -replace '(?s)\n(  [A-Z]|EXAMPLES\n).*$'
        }

        function Join-Line([Text.RegularExpressions.Group] $Group) { $Group.Value -replace '\s+', ' ' }
    }

    It 'begins with the check' {
        ($text -split '(?m)^LONG DESCRIPTION$')[1] -match '(?m)^  ([A-Z]\S.*)$' | Should -BeTrue
        $Matches[1] | Should -Be 'START HERE'
        Get-Section 'START HERE' | Should -Match 'Test-WorkerRoleChain <role>'
        Get-Section 'START HERE' | Should -Match 'assumerole test'
        foreach ($status in [Enum]::GetNames([AssumeRole.Chains.ChainStepStatus])) { Get-Section 'START HERE' | Should -Match "(?m)^    $status  " }
    }

    It 'explains every finding once, in the words of the catalogue, and no other' {
        $pattern = '(?ms)^    (?<id>\w+)\n        (?<category>\w+), exit code (?<exit>\d)\n' +
            '        Seen: (?<seen>.+?)\n        Why:  (?<why>.+?)\n        Do:   (?<do>.+?)\n(?=\n|\z)'
        $entries = [regex]::Matches($text, $pattern)
        $entries.ForEach({ $_.Groups['id'].Value }) | Sort-Object -CaseSensitive | Should -Be ($catalogue.Id | Sort-Object -CaseSensitive)
        foreach ($entry in $entries) {
            $kind = $catalogue | Where-Object Id -CEQ $entry.Groups['id'].Value
            $entry.Groups['category'].Value | Should -BeExactly "$($kind.Category)"
            $entry.Groups['exit'].Value | Should -Be $kind.ExitCode
            Join-Line $entry.Groups['seen'] | Should -BeExactly $kind.Symptom
            Join-Line $entry.Groups['why'] | Should -BeExactly $kind.Cause
            Join-Line $entry.Groups['do'] | Should -BeExactly $kind.Remedy
        }
    }

    It 'says of every cause of a denial what it is, how to tell it and what to do' {
        $entries = [regex]::Matches(
            (Get-Section 'ASSUMEDENIED: WHOSE POLICY IT IS'),
            '(?ms)^    (?<id>\w+)\n        What: .+?\n        Tell: .+?\n        Do:   .+?\n(?=\n|\z)')
        $entries.ForEach({ $_.Groups['id'].Value }) | Should -BeExactly $causes
    }

    It 'leads from messages of other programs to findings that there are' {
        $entries = [regex]::Matches((Get-Section 'FROM THE MESSAGE TO THE FINDING'), '(?m)^      (?<message>\S.*)\n(?<ids>(          \S.*\n)+)')
        $entries.Count | Should -BeGreaterThan 40
        $entries.ForEach({ $_.Groups['message'].Value }) | Should -Contain 'Unable to locate credentials'
        foreach ($entry in $entries) {
            (Join-Line $entry.Groups['ids']).Trim() -split '[:,] ' | Should -BeIn ($catalogue.Id + $causes) -Because $entry.Groups['message'].Value
        }
    }

    It 'lists the exit codes of the executable' {
        foreach ($field in [AssumeRole.Findings.ExitCode].GetFields()) {
            Get-Section 'EXIT CODES OF ASSUMEROLE' | Should -Match "(?m)^    $($field.GetRawConstantValue())  \S"
        }
    }

    It 'is where the check, the cmdlet that people begin with and the other topics send their readers' {
        foreach ($page in 'Test-WorkerRoleChain', 'Use-AssumedRole') {
            (Get-Help $page -Full).relatedLinks.navigationLink.linkText | Should -Contain about_AssumeRole_Troubleshooting
        }
        foreach ($topic in 'about_AssumeRole', 'about_AssumeRole_Concourse') {
            (Get-Topic $topic) -split '(?m)^SEE ALSO$' | Select-Object -Last 1 | Should -Match 'about_AssumeRole_Troubleshooting'
        }
    }
}
