using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Operations;

/// <summary>Operations with Test-WorkerRoleChain and Publish-RoleCredential.</summary>
internal static class CheckOperations
{
    private const string WorkerPolicy =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"arn:aws:iam::222222222222:role/*"}]}""";

    private const string TrustPolicy =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"arn:aws:iam::111111111111:root"}}]}""";

    /// <summary>Test-WorkerRoleChain, live.</summary>
    public static Operation Test(Context context)
    {
        var draw = context.Draw;
        var arguments = RoleArguments.Of(context);
        var detailed = draw.Chance(50) ? "-Detailed" : "";
        var report = draw.Chance(60) ? $"-ReportPath {Context.Quote(context.Written("report." + draw.Of("html", "md", "json")))}" : "";
        var script = $"Test-WorkerRoleChain {arguments.All} {detailed} {report} {(draw.Chance(20) ? "-Quiet" : "")} | Show";
        return new Operation
        {
            Name = script,
            Environment = arguments.Environment,
            Steps = [new Step(script, Promise.Kept, context.StopOrNot(35))],
        };
    }

    /// <summary>Test-WorkerRoleChain from documents.</summary>
    public static Operation TestOffline(Context context)
    {
        var trust = context.Draw.Of(TrustPolicy, TrustPolicy.Replace("root", "role/other", StringComparison.Ordinal), "{", "[]");
        var report = Context.Quote(context.Written("offline." + context.Draw.Of("html", "md", "json")));
        var script = $"Test-WorkerRoleChain {RandomWorld.Permissions2} -WorkerPolicy '{WorkerPolicy}' -TrustPolicy '{trust}' -ReportPath {report} | Show";
        return new Operation { Name = script, Steps = [new Step(script, Promise.Kept, context.StopOrNot(20))] };
    }

    /// <summary>Publish-RoleCredential.</summary>
    public static Operation Publish(Context context)
    {
        var draw = context.Draw;
        var count = draw.Between(1, 6);
        var store = draw.Of("File", "SecretsManager", "SecretsManager", "ParameterStore");
        var folder = store == "File" ? $"-Folder {Context.Quote(context.Private("store"))}" : "";
        var more = string.Join(
            ' ',
            $"-Layout {draw.Of("Both", "Json", "Triple")} -AllowShorter -Verbose",
            draw.Chance(15) ? "-WhatIf" : "",
            draw.Chance(20) ? "-Force" : "",
            draw.Chance(40) ? "-MinimumRemaining 86400" : "");
        var script = $$"""
            $roles = '{{RandomWorld.Machine}}', '{{RandomWorld.Permissions2}}', '{{RandomWorld.TrustsNobody}}'
            $accounts = 1..{{count}} | ForEach-Object { @{ name = "a$_"; roleArn = $roles[$_ % {{draw.Between(1, 3)}}] } }
            Publish-RoleCredential @{ name = 'team'; accounts = @($accounts) } -Store {{store}} {{folder}} {{more}} | Show
            """;
        return new Operation
        {
            Name = "Publish-RoleCredential: " + script,
            Steps = [new Step(script, Promise.Kept, context.StopOrNot(35))],
        };
    }
}
