using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Operations;

/// <summary>A role and what is said with it, as the executable takes it.</summary>
internal static class ProgramArguments
{
    private static readonly IReadOnlyList<string> Roles =
    [
        RandomWorld.Permissions2, RandomWorld.Permissions2, RandomWorld.Permissions3, RandomWorld.Role2, RandomWorld.NeedsExternalId,
        RandomWorld.Pipeline, RandomWorld.TrustsNobody, "arn:aws::iam::222222222222:role/x",
    ];

    /// <summary>Draws some.</summary>
    public static IReadOnlyList<string> Of(Context context)
    {
        var draw = context.Draw;
        var role = draw.Of(Roles);
        var words = new List<string> { "--role-arn", role };
        switch (role)
        {
            case RandomWorld.Role2:
                words.AddRange(["--via", RandomWorld.Role1]);
                break;
            case RandomWorld.NeedsExternalId:
                words.AddRange(["--external-id", "pipeline-42"]);
                break;
            case RandomWorld.Pipeline:
                words.AddRange(["--web-identity-token-file", context.Stage.TokenPath]);
                break;
            default:
                if (draw.Chance(20)) words.AddRange(["--tag", "team=main"]);
                break;
        }

        if (draw.Chance(30)) words.AddRange(["--duration-seconds", draw.Of("900", "3601", "abc")]);
        if (draw.Chance(60)) words.Add("--verbose");
        return words;
    }
}
