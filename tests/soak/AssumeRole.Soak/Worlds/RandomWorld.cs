using System.Text;
using System.Text.Json.Nodes;
using AssumeRole.Sandbox;

namespace AssumeRole.Soak.Worlds;

/// <summary>The built-in world with some things otherwise, and what else a test knows of it: the secrets that no sandbox issues.</summary>
internal sealed record RandomWorld
{
    public const string Worker = "arn:aws:iam::111111111111:role/concourse-worker";
    public const string Permissions2 = "arn:aws:iam::222222222222:role/worker-permissions";
    public const string Permissions3 = "arn:aws:iam::333333333333:role/worker-permissions";
    public const string Role1 = "arn:aws:iam::033145145979:role/role1";
    public const string Role2 = "arn:aws:iam::033145145979:role/role2";
    public const string TrustsNobody = "arn:aws:iam::222222222222:role/trusts-nobody";
    public const string NeedsExternalId = "arn:aws:iam::222222222222:role/needs-external-id";
    public const string NeedsMfa = "arn:aws:iam::111111111111:role/needs-mfa";
    public const string Pipeline = "arn:aws:iam::111111111111:role/pipeline-identity";
    public const string Machine = "arn:aws:iam::123456789999:role/machine-user-example";
    public const string MfaDevice = "arn:aws:iam::111111111111:mfa/operator";
    public const string OperatorKeyId = "AKIASANDBOXOPERATOR1";

    private const string SecretMarker = "SANDBOXSECRET";

    private RandomWorld(string json, string operatorSecret, string mfaCode, string webIdentityToken, string changes)
    {
        Json = json;
        OperatorSecret = operatorSecret;
        MfaCode = mfaCode;
        WebIdentityToken = webIdentityToken;
        Changes = changes;
    }

    /// <summary>The world as a file has it.</summary>
    public string Json { get; }

    /// <summary>What is otherwise than in the built-in world.</summary>
    public string Changes { get; }

    public string OperatorSecret { get; }

    public string MfaCode { get; }

    public string WebIdentityToken { get; }

    /// <summary>Draws one.</summary>
    /// <param name="draw">Its chances.</param>
    /// <param name="isChanged">Whether things may be otherwise at all.</param>
    public static RandomWorld Of(Draw draw, bool isChanged = true)
    {
        var secret = SecretMarker + draw.Letters(27);
        // Numbers that begin with two noughts stand nowhere by chance.
        var code = "00" + draw.Digits(4);
        var world = BuiltIn();
        world["users"]![0]!["secretAccessKey"] = secret;
        world["mfaDevices"]![0]!["codes"] = new JsonArray(code);
        var changes = new List<string>();
        foreach (var (name, percent, change) in Possible)
        {
            if (!draw.Chance(percent) || !isChanged) continue;
            change(world, draw);
            changes.Add(name);
        }

        return new RandomWorld(world.ToJsonString(), secret, code, Token(draw), changes.Count == 0 ? "as built in" : string.Join(", ", changes));
    }

    private static IReadOnlyList<(string Name, int Percent, Action<JsonObject, Draw> Change)> Possible { get; } =
    [
        ("hop limit 1", 5, (world, _) => world["instance"]!["hopLimit"] = 1),
        ("on the instance", 20, (world, _) => world["instance"]!["clientHops"] = 0),
        ("IMDSv1 too", 10, (world, _) => world["instance"]!["tokensRequired"] = false),
        ("no chaining cap", 10, (world, _) => world["instance"]!["instanceRoleIsChainLink"] = false),
        ("no instance role", 5, (world, _) =>
        {
            world["instance"]!.AsObject().Remove("roleArn");
            world["instance"]!.AsObject().Remove("instanceProfile");
        }),
        ("short sessions", 15, (world, draw) => world["credentialLifetime"] = draw.Of([2, 30, 400, 1000])),
        ("no rights to store", 10, (world, _) => world["roles"]![0]!["policies"]!.AsArray().RemoveAt(2)),
        ("no rights at all", 5, (world, _) => world["roles"]![0]!["policies"]!.AsArray().Clear()),
        ("region disabled", 5, (world, _) => world["accounts"] = new JsonArray(new JsonObject
        {
            ["id"] = "222222222222",
            ["disabledRegions"] = new JsonArray("eu-west-1"),
        })),
        ("no instance", 4, (world, _) => world.Remove("instance")),
    ];

    private static JsonObject BuiltIn()
    {
        using var stream = typeof(RoleSandbox).Assembly.GetManifestResourceStream("world.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }

    private static string Token(Draw draw)
    {
        var claims = $$"""{"iss":"https://concourse.example.com","aud":"sts.amazonaws.com","sub":"main/{{draw.Letters(8)}}","exp":4102444800}""";
        return $"{Part("""{"alg":"RS256","typ":"JWT"}""")}.{Part(claims)}.{draw.Letters(120)}";
    }

    private static string Part(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
