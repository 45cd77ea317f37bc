using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Operations;

/// <summary>Operations with the cmdlets that assume roles.</summary>
internal static class RoleOperations
{
    /// <summary>Use-, Get- and Clear-AssumedRole.</summary>
    public static Operation Use(Context context)
    {
        var draw = context.Draw;
        var arguments = RoleArguments.Of(context);
        var cache = draw.Chance(50) ? "-NoCache" : "";
        var use = $"$role = Use-AssumedRole {arguments.All} {cache} -PassThru; if ($role) {{ $soak.Mark('{Operation.Success}'); $role | Show }}";
        var look = """
            Get-AssumedRole | Show
            Get-ChildItem Env: | Where-Object Name -Match 'SECRET|TOKEN' | ForEach-Object Name
            if (Get-AssumedRole) { & sh -c 'test -n "$AWS_SESSION_TOKEN" || echo The child has no session.' }
            """;
        var again = draw.Chance(30) ? $"Use-AssumedRole {RandomWorld.Permissions3} -Chain:${draw.Chance(40)} -ErrorAction SilentlyContinue" : "";
        return new Operation
        {
            Name = $"Use-AssumedRole {arguments.All} {cache}",
            Environment = arguments.Environment,
            Steps =
            [
                new Step(use, Promise.KeptOnFailure, context.StopOrNot(30)),
                new Step(look),
                new Step(again, Promise.None, context.StopOrNot(20)),
                new Step("Clear-AssumedRole -Verbose", Promise.None),
            ],
        };
    }

    /// <summary>Get-AssumedRoleCredential, for one role or many.</summary>
    public static Operation GetCredential(Context context)
    {
        var draw = context.Draw;
        var arguments = RoleArguments.Of(context);
        var form = draw.Between(0, 5);
        var script = form switch
        {
            0 => $"Get-AssumedRoleCredential {arguments.All} -NoCache | Show",
            1 => $"$text = Get-AssumedRoleCredential {arguments.All} -As {draw.Of("Bash", "PowerShell", "Environment", "CredentialProcess", "Dotenv", "Json")}; $text.Count",
            2 => $"$plain = Get-AssumedRoleCredential {arguments.All} -AsPlainText; $plain.RoleArn",
            3 => $"{Many(draw)} | Get-AssumedRoleCredential -NoCache -ThrottleLimit {draw.Between(1, 20)} -Verbose | Show",
            4 => $"{Many(draw)} | Get-AssumedRoleCredential -NoCache | Select-Object -First {draw.Between(1, 5)} | Show",
            _ => $$"""
                foreach ($round in 1..2) {
                    {{Many(draw)}} | Get-AssumedRoleCredential -NoCache | ForEach-Object { "$_"; {{draw.Of("break", "throw 'enough'", "continue", "$_.Account")}} }
                }
                """,
        };
        return new Operation
        {
            Name = "Get-AssumedRoleCredential: " + script,
            Environment = arguments.Environment,
            Steps = [new Step(script, Promise.Kept, context.StopOrNot(30))],
        };
    }

    /// <summary>Invoke-WithRole, with blocks that end in every way.</summary>
    public static Operation Invoke(Context context)
    {
        var draw = context.Draw;
        var arguments = RoleArguments.Of(context);
        var ending = draw.Of(
            "'done'",
            "throw 'boom'",
            "break",
            "return 1",
            "Start-Sleep 20",
            "1..1000 | ForEach-Object { $_ }",
            "Write-Error 'from the block'",
            "& sh -c 'sleep 20'",
            "& sh -c 'exit 3'",
            $"Use-AssumedRole {RandomWorld.Permissions3}",
            $"Invoke-WithRole {RandomWorld.Permissions3} {{ Get-AssumedRole | Show; {draw.Of("'inner'", "throw 'inner'", "Start-Sleep 20")} }}",
            "$env:AWS_ACCESS_KEY_ID = 'x'; $env:AWS_PROFILE = 'y'; Remove-Item Env:AWS_SESSION_TOKEN -ErrorAction Ignore",
            "Clear-AssumedRole",
            $"{Many(draw)} | Get-AssumedRoleCredential -NoCache | Select-Object -First 1 | Show");
        var first = draw.Chance(25) ? "| Select-Object -First 2" : "";
        var sleeps = ending.Contains("20", StringComparison.Ordinal);
        var script = $"foreach ($round in 1..2) {{ Invoke-WithRole {arguments.All} {{ Get-AssumedRole | Show; {ending} }} {first} }}";
        return new Operation
        {
            Name = "Invoke-WithRole: " + script,
            Environment = arguments.Environment,
            Steps = [new Step(script, Promise.Kept, sleeps ? draw.Between(20, 1500) : context.StopOrNot(25))],
        };
    }

    /// <summary>Invoke-WithRole -KeepFresh, whose block asks the endpoint.</summary>
    public static Operation KeepFresh(Context context)
    {
        var draw = context.Draw;
        var arguments = RoleArguments.Of(context);
        var ending = draw.Of("'done'", "throw 'boom'", "break", "Start-Sleep 20", "& sh -c 'sleep 20'", "1..100");
        var first = draw.Chance(25) ? "| Select-Object -First 1" : "";
        var script = $$"""
            foreach ($round in 1..2) {
                Invoke-WithRole {{arguments.All}} -KeepFresh {
                    $soak.Learn($env:AWS_CONTAINER_AUTHORIZATION_TOKEN)
                    Get-AssumedRole | Show
                    $got = Invoke-RestMethod $env:AWS_CONTAINER_CREDENTIALS_FULL_URI -Headers @{ Authorization = $env:AWS_CONTAINER_AUTHORIZATION_TOKEN } -NoProxy -TimeoutSec 5
                    $got.AccessKeyId
                    try { Invoke-RestMethod $env:AWS_CONTAINER_CREDENTIALS_FULL_URI -Headers @{ Authorization = 'wrong' } -NoProxy -TimeoutSec 5 } catch { "$_" }
                    {{ending}}
                } {{first}}
            }
            """;
        return new Operation
        {
            Name = "Invoke-WithRole -KeepFresh: " + script,
            Environment = arguments.Environment,
            Steps =
            [
                new Step(script, Promise.Kept, ending.Contains("20", StringComparison.Ordinal) ? draw.Between(50, 2500) : context.StopOrNot(25)),
            ],
        };
    }

    /// <summary>Sessions in other runspaces of the same process.</summary>
    public static Operation Parallel(Context context) => new()
    {
        Name = "Get-AssumedRoleCredential in parallel runspaces",
        Steps =
        [
            new Step(
                $$"""
                1..{{context.Draw.Between(1, 4)}} | ForEach-Object -ThrottleLimit 4 -Parallel {
                    Import-Module {{Context.Quote(context.Module)}}
                    (Get-AssumedRoleCredential {{RandomWorld.Permissions2}} -NoCache -ErrorAction SilentlyContinue).Account
                    Invoke-WithRole {{RandomWorld.Permissions3}} { (Get-AssumedRole).Account } -ErrorAction SilentlyContinue
                }
                """,
                Promise.Kept,
                context.StopOrNot(30)),
        ],
    };

    private static string Many(Draw draw)
    {
        var count = draw.Between(2, 12);
        return $"(1..{count} | ForEach-Object {{ [pscustomobject]@{{ RoleArn = @('{RandomWorld.Permissions2}', '{RandomWorld.Permissions3}', "
            + $"'{RandomWorld.TrustsNobody}')[$_ % {draw.Between(1, 3)}]; RoleSessionName = \"s$_\" }} }})";
    }
}
