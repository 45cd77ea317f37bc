# What an answer, a file or a program says cannot steer the terminal through errors, verbose lines or views; the objects keep it as it is.
BeforeDiscovery {
    $views = [xml] (Get-Content -Raw (Join-Path (Split-Path (Split-Path $PSScriptRoot)) module AssumeRole.format.ps1xml))
    $named = $views.SelectNodes('//TableColumnItem/PropertyName | //ListItem/PropertyName | //WideItem/PropertyName | //ExpressionBinding/PropertyName').InnerText |
        Sort-Object -Unique
}

BeforeAll {
    . $PSScriptRoot/Import-Staged.ps1
    # Sets a title, clears the screen, turns letters round: C0, C1, DEL and format characters.
    $steering = [char[]] (0x1B, 0x07, 0x9B, 0x7F, 0x202E, 0x2066, 0x200B, 0x2028)
    $hostile = "foreign-marker`e]0;title`a`e[2J$([char] 0x9B)31m$([char] 0x7F)$([char] 0x202E)gnp.exe$([char] 0x2066)$([char] 0x200B)$([char] 0x2028)"
    $role = 'arn:aws:iam::222222222222:role/worker-permissions'

    # Everything that a task's log would show of a command, without the colours that PowerShell adds itself.
    function Show([scriptblock] $Script) {
        $rendering = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = 'PlainText'
        # The rendered lines of every stream, as a host without colours writes them.
        try { (& $Script *>&1 | Out-String -Width 4000) }
        catch { ($_ | Out-String -Width 4000) + $_.Exception.Message + $_.ErrorDetails.Message + $_.ErrorDetails.RecommendedAction + $_.CategoryInfo.TargetName + $_.CategoryInfo }
        finally { $PSStyle.OutputRendering = $rendering }
    }

    function Should-BeHarmless([string] $Text) {
        $Text | Should -Match 'foreign-marker'
        $place = $Text.IndexOfAny($steering)
        if ($place -ge 0) { throw ('U+{0:X4} is shown: {1}' -f [int] $Text[$place], $Text) }
    }
}

Describe 'A view' {
    # Values of our own types, and a secret that redacts itself. Whatever else a view shows goes through PlainText.
    It 'shows <_> by its name, which nothing from outside is in' -ForEach $named {
        $_ | Should -BeIn 'Step', 'Status', 'FindingId', 'Changed', 'Dialect', 'State', 'Scope', 'Token'
    }

    It 'is loaded' {
        Start-RoleSandbox 6>$null
        try { $null = Get-AssumedRoleCredential $role }
        finally { Stop-RoleSandbox }
        (Get-FormatData -TypeName AssumeRole.Rotation.RotationResult).FormatViewDefinition | Should -Not -BeNullOrEmpty
    }

    It 'of <_> steers no terminal' -ForEach 'Table', 'List', 'Wide', 'Custom' {
        $session = [AssumeRole.Credentials.SessionCredentials] @{
            RoleArn = $hostile; AssumedRoleArn = $hostile; Account = $hostile; RoleSessionName = $hostile; AccessKeyId = $hostile
            SecretAccessKey = [AssumeRole.Secret]::new('s'); SessionToken = [AssumeRole.Secret]::new('t')
            Expiration = [DateTime]::UtcNow.AddHours(1); RequestId = $hostile
        }
        $result = [AssumeRole.Rotation.RotationResult] @{
            Team = $hostile; Account = $hostile; RoleArn = $hostile; Path = $hostile; Status = 'Failed'; Cause = $hostile; Evidence = $hostile; Remedy = $hostile
        }
        $step = [AssumeRole.Chains.ChainStep]::new('Hop', $hostile, 'Failed', [TimeSpan]::Zero, 'AssumeDenied', $hostile, $hostile, $hostile)
        $view = $_
        # Of these two kinds there is a view of sessions alone.
        foreach ($value in $(if ($view -in 'Table', 'List') { $session, $result, $step } else { $session })) {
            Should-BeHarmless (Show { & "Format-$view" -InputObject $value })
        }
        $session.RequestId | Should -BeExactly $hostile
    }
}

Describe 'An error' {
    BeforeAll { $config = $env:AWS_CONFIG_FILE }

    AfterAll { $env:AWS_CONFIG_FILE = $config }

    It 'about a profile''s name steers no terminal, and its target is the very name' {
        Should-BeHarmless (Show { Get-AssumedRoleCredential $role -ProfileName $hostile -Verbose })
        $null = Get-AssumedRoleCredential $role -ProfileName $hostile -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].TargetObject | Should -BeExactly $hostile
        $failed[0].CategoryInfo.TargetName.IndexOfAny($steering) | Should -Be -1
    }

    It 'with the error output of a credential_process steers no terminal' -Skip:$IsWindows {
        $program = Join-Path $TestDrive keys.sh
        Set-Content $program "#!/bin/sh`nprintf '%s\n' '$hostile' >&2`nexit 1"
        chmod +x $program
        Set-Content (Join-Path $TestDrive config) "[profile keys]`ncredential_process = $program"
        $env:AWS_CONFIG_FILE = Join-Path $TestDrive config
        Should-BeHarmless (Show { Get-AssumedRoleCredential $role -ProfileName keys -Verbose })
        Should-BeHarmless (Show { Test-WorkerRoleChain $role -ProfileName keys -Verbose | Format-List })
    }

    It 'about a file''s name steers no terminal' {
        Should-BeHarmless (Show { Publish-RoleCredential "$TestDrive/$hostile.json" -Store File -Folder $TestDrive -Verbose })
    }

    It 'with the message of STS steers no terminal' {
        $listener = Start-HttpListener
        $address = @($listener.Prefixes)[0]
        $message = "foreign-marker&#x9B;31m$([char] 0x7F)$([char] 0x202E)gnp.exe"
        $body = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>$message</Message></Error><RequestId>r</RequestId></ErrorResponse>"
        $answering = Start-ThreadJob -ArgumentList $listener, ([Text.Encoding]::UTF8.GetBytes($body)) {
            param($listener, $bytes)
            while ($listener.IsListening) {
                try { $context = $listener.GetContext() } catch { return }
                $context.Response.StatusCode = 403
                $context.Response.ContentType = 'text/xml'
                $context.Response.Close($bytes, $true)
            }
        }
        $env:AWS_ACCESS_KEY_ID, $env:AWS_SECRET_ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE', 'secret'
        try {
            Should-BeHarmless (Show { Get-AssumedRoleCredential $role -EndpointUrl $address -Region eu-west-1 -Verbose })
            Should-BeHarmless (Show { $role, $role | Get-AssumedRoleCredential -EndpointUrl $address -Region eu-west-1 -Verbose })
            Should-BeHarmless (Show { Test-WorkerRoleChain $role -EndpointUrl $address -Region eu-west-1 -Verbose | Format-List })
        }
        finally {
            Remove-Item Env:AWS_ACCESS_KEY_ID, Env:AWS_SECRET_ACCESS_KEY
            $listener.Stop()
            $answering | Remove-Job -Force
        }
    }
}

Describe 'Completion' {
    It 'offers a role of the config file as text and never as code, and shows it clean' {
        $value = 'x{0}+$(throw)+{1}{2}y' -f [char] 0x2019, [char] 0x2018, [char] 0x9B
        Set-Content (Join-Path $TestDrive completed) "[profile a]`nrole_arn = $value"
        $before, $env:AWS_CONFIG_FILE = $env:AWS_CONFIG_FILE, (Join-Path $TestDrive completed)
        try { $match = @((TabExpansion2 'Use-AssumedRole -RoleArn x' 26).CompletionMatches) }
        finally { $env:AWS_CONFIG_FILE = $before }
        $match | Should -HaveCount 1
        Invoke-Expression $match[0].CompletionText | Should -BeExactly $value
        ($match[0].ListItemText + $match[0].ToolTip).IndexOfAny($steering) | Should -Be -1
    }
}
