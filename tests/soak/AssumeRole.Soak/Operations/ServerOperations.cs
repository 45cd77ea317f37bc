using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Operations;

/// <summary>Operations with the cmdlets that listen: credential servers and sandboxes.</summary>
internal static class ServerOperations
{
    /// <summary>Start-, Get- and Stop-RoleCredentialServer.</summary>
    public static Operation Serve(Context context)
    {
        var draw = context.Draw;
        var log = Context.Quote(context.Written("server.log"));
        var dialect = draw.Of("Container", "InstanceMetadata");
        var map = context.Private($"map-{context.Number}.json");
        var start = draw.Chance(25)
            ? $$"""
                Set-Content -LiteralPath {{Context.Quote(map)}} '{{Map(draw)}}'
                $server = Start-RoleCredentialServer -Map {{Context.Quote(map)}} -LogPath {{log}} -Verbose
                """
            : $"$server = Start-RoleCredentialServer {RoleArguments.Of(context).All} -Dialect {dialect} -LogPath {log}";
        var ask = """
            $server | Show
            foreach ($role in $server.Roles) {
                if ($role.Token) { $soak.Learn($role.Token.Reveal()) }
                try {
                    if ($role.Token) {
                        (Invoke-RestMethod $role.Address -Headers @{ Authorization = $role.Token.Reveal() } -NoProxy -TimeoutSec 5).AccessKeyId
                    }
                    else {
                        $headers = @{ 'X-aws-ec2-metadata-token-ttl-seconds' = '60' }
                        $token = Invoke-RestMethod "$($role.Address)/latest/api/token" -Method Put -Headers $headers -NoProxy -TimeoutSec 5
                        $soak.Learn($token)
                        $headers = @{ 'X-aws-ec2-metadata-token' = $token }
                        $address = "$($role.Address)/latest/meta-data/iam/security-credentials/"
                        $name = Invoke-RestMethod $address -Headers $headers -NoProxy -TimeoutSec 5
                        (Invoke-RestMethod "$address$name" -Headers $headers -NoProxy -TimeoutSec 5).AccessKeyId
                    }
                }
                catch { "$_" }
                try { Invoke-RestMethod $role.Address -Headers @{ Authorization = 'wrong' } -NoProxy -TimeoutSec 5 } catch { "$_" }
            }
            Get-RoleCredentialServer | Show
            """;
        var stop = draw.Of("Stop-RoleCredentialServer", "Get-RoleCredentialServer | Stop-RoleCredentialServer", "'left running'");
        return new Operation
        {
            Name = "Start-RoleCredentialServer: " + start,
            Steps =
            [
                new Step($"{start}\n{ask}\n{stop}", Promise.Kept, context.StopOrNot(30)),
                // The module takes its servers with it.
                new Step(draw.Chance(10) ? $"Remove-Module AssumeRole; Import-Module {Context.Quote(context.Module)}" : "Stop-RoleCredentialServer 3>$null"),
            ],
        };
    }

    private static string Map(Draw draw) =>
        $$$"""{"/a":{"roleArn":"{{{RandomWorld.Permissions2}}}"},"/b":{"roleArn":"{{{draw.Of(RandomWorld.Permissions3, RandomWorld.TrustsNobody)}}}"}}""";

    /// <summary>Start- and Stop-RoleSandbox, and a role in between.</summary>
    public static Operation Sandbox(Context context)
    {
        var draw = context.Draw;
        var world = draw.Chance(60) ? $"-World {Context.Quote(context.Stage.WorldPath)}" : "";
        var learn = """
            $running = [AssumeRole.ProcessState]::Sandbox.Running
            if ($running) {
                $issued = $running.GetType().GetProperty('Issued', [Reflection.BindingFlags] 'Instance, NonPublic').GetValue($running)
                foreach ($secret in $issued.GetType().GetMethod('Take').Invoke($issued, @())) { $soak.Learn($secret.Reveal()) }
            }
            """;
        var inside = draw.Of(
            $"Use-AssumedRole {RandomWorld.Permissions2} -Verbose; Get-AssumedRole | Show",
            $"Invoke-WithRole {RandomWorld.Permissions3} {{ Get-AssumedRole | Show; {draw.Of("throw 'x'", "break", "1")} }}",
            $"Test-WorkerRoleChain {RandomWorld.Role2} -Via {RandomWorld.Role1} -Detailed | Show",
            $"Get-AssumedRoleCredential {RandomWorld.Permissions2}, {RandomWorld.Permissions3} | Show",
            "Start-RoleSandbox");
        return new Operation
        {
            Name = $"Start-RoleSandbox {world}: {inside}",
            Steps =
            [
                new Step($"$info = Start-RoleSandbox {world} -PassThru -Verbose; $soak.Mark('{Operation.Success}'); $info | Show", Promise.KeptOnFailure, context.StopOrNot(15)),
                new Step($"try {{ {inside} }} finally {{\n{learn}\n}}", Promise.None, context.StopOrNot(20)),
                new Step(learn),
                new Step(draw.Of("Stop-RoleSandbox; Clear-AssumedRole", "Clear-AssumedRole; Stop-RoleSandbox"), Promise.None),
            ],
        };
    }
}
