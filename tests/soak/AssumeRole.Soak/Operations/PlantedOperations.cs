using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Operations;

/// <summary>Operations that do what none may: the test of the test.</summary>
internal static class PlantedOperations
{
    private const string Get = $"$s = Get-AssumedRoleCredential {RandomWorld.Permissions2} -NoCache\n";

    /// <summary>The operation that has the fault, every third time, and one that does nothing otherwise; null if nothing is planted.</summary>
    public static Operation? Of(Plant plant, Context context)
    {
        if (plant == Plant.None) return null;
        if (context.Number % 3 != 2) return new Operation { Name = "Get-AssumedRole", Steps = [new Step("Get-AssumedRole")] };
        var file = Context.Quote(context.Written("planted.txt"));
        var script = plant switch
        {
            Plant.LeakToStream =>
                Get + "Write-Verbose ('session: x' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes('x' + $s.SessionToken.Reveal()))) -Verbose",
            Plant.LeakToFile => Get + $"Set-Content -LiteralPath {file} -Encoding unicode -Value \"key=$($s.SecretAccessKey.Reveal());\"",
            Plant.Variable => "$env:PLANTED_VARIABLE = 'left behind'",
            Plant.Listener => "$l = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0); $l.Start(); $global:planted += @($l)",
            Plant.Handles => "$global:planted += @(1..25 | ForEach-Object { [IO.File]::OpenRead('/dev/zero') })",
            Plant.Sockets => "$global:planted += @(1..25 | ForEach-Object { [Net.Sockets.Socket]::new('Stream', 'Tcp') })",
            Plant.UnobservedException =>
                "$null = [Threading.Tasks.Task]::FromException([InvalidOperationException]::new('planted'))",
            _ => throw new ArgumentOutOfRangeException(nameof(plant), plant, null),
        };
        return new Operation { Name = $"planted {plant}", Steps = [new Step(script, Promise.None)] };
    }
}
