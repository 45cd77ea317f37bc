using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Operations;

/// <summary>A role and what is said with it, right mostly.</summary>
internal sealed record RoleArguments
{
    private static readonly IReadOnlyList<string> Roles =
    [
        RandomWorld.Permissions2, RandomWorld.Permissions2, RandomWorld.Permissions2, RandomWorld.Permissions3, RandomWorld.Permissions3,
        RandomWorld.Role1, RandomWorld.Role2, RandomWorld.NeedsExternalId, RandomWorld.NeedsMfa, RandomWorld.Pipeline, RandomWorld.Machine,
        RandomWorld.TrustsNobody, "arn:aws:iam::222222222222:role/there-is-none", "arn:aws::iam::222222222222:role/x", "worker-permissions",
    ];

    private RoleArguments(string role, string more, IReadOnlyDictionary<string, string?> environment)
    {
        Role = role;
        More = more;
        Environment = environment;
    }

    /// <summary>The role's ARN.</summary>
    public string Role { get; }

    /// <summary>The other parameters, as PowerShell has them.</summary>
    public string More { get; }

    /// <summary>Variables that go with them.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; }

    /// <summary>All of it.</summary>
    public string All => $"-RoleArn {Context.Quote(Role)} {More}";

    /// <summary>Draws some.</summary>
    public static RoleArguments Of(Context context)
    {
        var draw = context.Draw;
        var role = draw.Of(Roles);
        var more = new List<string>();
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal);
        switch (role)
        {
            case RandomWorld.Role2:
                more.Add($"-Via {RandomWorld.Role1}");
                break;
            case RandomWorld.NeedsExternalId when draw.Chance(80):
                more.Add("-ExternalId pipeline-42");
                break;
            case RandomWorld.NeedsMfa:
                GiveKeys(context, environment);
                more.Add($"-SerialNumber {RandomWorld.MfaDevice} -TokenCode {(draw.Chance(80) ? "$soak.Given('code')" : "'654321'")}");
                break;
            case RandomWorld.Pipeline:
                more.Add(draw.Chance(50)
                    ? "-WebIdentityToken (ConvertTo-SecureString $soak.Given('token') -AsPlainText -Force)"
                    : $"-WebIdentityTokenFile {Context.Quote(context.Stage.TokenPath)}");
                break;
            default:
                AddBase(context, more, environment);
                break;
        }

        AddLuxury(draw, more);
        return new RoleArguments(role, string.Join(' ', more), environment);
    }

    private static void AddBase(Context context, List<string> more, Dictionary<string, string?> environment)
    {
        switch (context.Draw.Between(0, 9))
        {
            case 0:
                environment["AWS_CONFIG_FILE"] = context.Stage.ConfigPath;
                more.Add($"-ProfileName {context.Draw.Of("through", "instance", "loop", "none")}");
                break;
            case 1:
                GiveKeys(context, environment);
                break;
            case 2:
                environment["AWS_ACCESS_KEY_ID"] = RandomWorld.OperatorKeyId;
                environment["AWS_SECRET_ACCESS_KEY"] = "wrong";
                break;
            case 3:
                more.Add("-Source Instance");
                break;
            default:
                break;
        }
    }

    private static void GiveKeys(Context context, Dictionary<string, string?> environment)
    {
        environment["AWS_ACCESS_KEY_ID"] = RandomWorld.OperatorKeyId;
        environment["AWS_SECRET_ACCESS_KEY"] = context.Stage.World.OperatorSecret;
    }

    private static void AddLuxury(Draw draw, List<string> more)
    {
        if (draw.Chance(30)) more.Add($"-DurationSeconds {draw.Of("900", "3600", "3601", "43200", "10", "abc")}");
        if (draw.Chance(10)) more.Add("-Tag @{ team = 'main'; 'a b' = 'ü/=+' }");
        if (draw.Chance(5)) more.Add("-SourceIdentity somebody");
        if (draw.Chance(5)) more.Add("""-Policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'""");
        if (draw.Chance(5)) more.Add($"-RoleSessionName {draw.Of("good", "'not good'")}");
        if (draw.Chance(10)) more.Add($"-Region {draw.Of("eu-west-1", "us-east-1", "nowhere")}");
        if (draw.Chance(60)) more.Add("-Verbose");
        if (draw.Chance(40)) more.Add("-Debug");
        if (draw.Chance(15)) more.Add($"-ErrorAction {draw.Of("SilentlyContinue", "Continue", "Stop")}");
    }
}
