using System.Text.Json;
using AssumeRole.Files;
using AssumeRole.Findings;
using AssumeRole.Policies;
using AssumeRole.Sandbox.Protocol;

namespace AssumeRole.Sandbox.Worlds;

/// <summary>Reads a world from its JSON file, or the built-in one, and refuses a world that is impossible in AWS.</summary>
internal static class WorldReader
{
    private const string BuiltInName = "world.json";
    private const int MaxReportedProblems = 5;
    private const int LongestFile = 16 * 1024 * 1024;
    private const int MostClockOffset = 10 * 366 * 86400;
    private const int MostPadding = 16 * 1024 * 1024;

    private static readonly string[] GarbageNames =
        [.. Enum.GetNames<WorldGarbage>().Where(name => name != nameof(WorldGarbage.None))];

    /// <summary>People write worlds: comments and trailing commas are allowed.</summary>
    internal static JsonDocumentOptions Tolerant => new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <param name="path">Null for the built-in world.</param>
    /// <exception cref="AssumeRoleException">WorldInvalid, with the JSON path of each problem.</exception>
    public static async Task<World> ReadAsync(string? path, CancellationToken cancellationToken)
    {
        if (path is { Length: 0 }) throw FindingCatalogue.WorldInvalid.Error(path, "The path is empty.");
        try
        {
            var stream = path is null
                ? typeof(WorldReader).Assembly.GetManifestResourceStream(BuiltInName)!
                : new MemoryStream(await BoundedFile.ReadBytesAsync(path, LongestFile, cancellationToken).ConfigureAwait(false));
            await using (stream.ConfigureAwait(false))
            {
                using var document = await JsonDocument.ParseAsync(stream, Tolerant, cancellationToken).ConfigureAwait(false);
                return Read(document.RootElement, path ?? BuiltInName);
            }
        }
        // A string with half a surrogate pair is valid JSON, but .NET throws InvalidOperationException.
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            throw FindingCatalogue.WorldInvalid.Error(path ?? BuiltInName, exception.Message, inner: exception);
        }
    }

    /// <exception cref="AssumeRoleException">WorldInvalid, with the JSON path of each problem.</exception>
    public static World Read(JsonElement json, string source)
    {
        List<string> problems = [];
        var world = WorldElement.Read(json, "$", problems, ReadWorld);
        CheckReferences(world, problems);
        if (problems.Count == 0) return world;

        var shown = string.Join("; ", problems.Take(MaxReportedProblems));
        var more = problems.Count > MaxReportedProblems ? $"; and {problems.Count - MaxReportedProblems} more" : "";
        throw FindingCatalogue.WorldInvalid.Error(source, $"{shown}{more}.");
    }

    private static World ReadWorld(WorldElement json) => new()
    {
        Region = json.RequiredString("region"),
        Instance = json.Member("instance", ReadInstance),
        Roles = json.List("roles", ReadRole),
        Users = json.List("users", ReadUser),
        IdentityProviders = json.List("identityProviders", ReadIdentityProvider),
        MfaDevices = json.List("mfaDevices", ReadMfaDevice),
        ManagedPolicies = json.List("managedPolicies", ReadManagedPolicy),
        Accounts = json.List("accounts", ReadAccount),
        VpcEndpointPolicy = json.Member("vpcEndpointPolicy", endpoint => ReadPolicy(endpoint, PolicyKind.VpcEndpoint)),
        CredentialLifetime = json.Integer("credentialLifetime", otherwise: int.MaxValue, least: 1, most: int.MaxValue),
        Faults = json.Member("faults", ReadFaults) ?? new WorldFaults(),
    };

    private static WorldInstance ReadInstance(WorldElement json)
    {
        // An instance has its role through a profile. The profile has the role's name unless the world says otherwise.
        var roleArn = json.OptionalString("roleArn");
        return new WorldInstance(
            json.OptionalString("instanceId") ?? "i-0123456789abcdef0",
            roleArn,
            json.OptionalString("instanceProfile") ?? roleArn?.Replace(":role/", ":instance-profile/", StringComparison.Ordinal),
            json.RequiredString("availabilityZone"),
            json.Flag("tokensRequired", otherwise: true),
            json.Flag("instanceRoleIsChainLink", otherwise: true),
            json.Integer("hopLimit", otherwise: 2, least: 1, most: 64),
            json.Integer("clientHops", otherwise: 1, least: 0, most: 64));
    }

    private static WorldAccount ReadAccount(WorldElement json) => new(
        json.RequiredAccount("id"),
        json.Strings("disabledRegions"),
        json.Levels("serviceControlPolicies", policy => ReadPolicy(policy, PolicyKind.ServiceControl)),
        json.List("resourceControlPolicies", policy => ReadPolicy(policy, PolicyKind.ResourceControl)));

    private static WorldRole ReadRole(WorldElement json)
    {
        var arn = json.RequiredArn("arn", "role");
        return new WorldRole(
            arn,
            Named("trust policy", json.Policy("trustPolicy", PolicyKind.Trust)),
            json.List("policies", ReadPolicy),
            json.Member("permissionsBoundary", ReadBoundary),
            json.Integer("maxSessionDuration", otherwise: 3600, least: 3600, most: 43200),
            json.OptionalString("description"),
            ReadSessionArn(json));
    }

    private static string? ReadSessionArn(WorldElement json)
    {
        const string name = "assumedRoleArn";
        var text = json.OptionalString(name);
        if (text is null) return null;
        if (!text.StartsWith("arn:", StringComparison.Ordinal) || !text.Contains(":assumed-role/", StringComparison.Ordinal))
            json.Report(name, $"'{text}' is not the ARN of a role's session");
        return text;
    }

    private static WorldUser ReadUser(WorldElement json)
    {
        var arn = json.RequiredUserArn("arn");
        var secret = json.RequiredString("secretAccessKey");
        return new WorldUser(
            arn,
            json.RequiredString("accessKeyId"),
            new Secret(secret.Length == 0 ? "missing" : secret),
            json.List("policies", ReadPolicy),
            json.Member("permissionsBoundary", ReadBoundary));
    }

    private static WorldIdentityProvider ReadIdentityProvider(WorldElement json)
    {
        var url = json.RequiredString("url");
        if (!url.StartsWith("https://", StringComparison.Ordinal)) json.Report("url", "an https address is expected");
        return new WorldIdentityProvider(
            json.RequiredArn("arn", "oidc-provider"), url, json.Strings("clientIds"), ReadKeys(json));
    }

    /// <summary>The key set is the provider's own document, so unknown members are allowed.</summary>
    private static List<JsonWebKey> ReadKeys(WorldElement json)
    {
        const string name = "jsonWebKeySet";
        if (json.Raw(name) is not { } set) return [];
        List<JsonWebKey> keys = [.. set.Member("keys").Items().Select(JsonWebKey.Read).OfType<JsonWebKey>()];
        if (keys.Count == 0) json.Report(name, "an object with a list 'keys' of RSA or P-256 public keys is expected");
        return keys;
    }

    private static WorldMfaDevice ReadMfaDevice(WorldElement json) =>
        new(json.RequiredString("serialNumber"), json.RequiredString("userArn"), json.Strings("codes"));

    private static NamedPolicy ReadPolicy(WorldElement json) => ReadPolicy(json, PolicyKind.Identity);

    private static NamedPolicy ReadBoundary(WorldElement json) => ReadPolicy(json, PolicyKind.PermissionsBoundary);

    private static NamedPolicy ReadPolicy(WorldElement json, PolicyKind kind) =>
        Named(json.RequiredString("name"), json.Policy("document", kind));

    private static NamedPolicy ReadManagedPolicy(WorldElement json) =>
        Named(json.RequiredArn("arn", "policy").Text, json.Policy("document", PolicyKind.Identity));

    private static WorldFaults ReadFaults(WorldElement json) => new()
    {
        ClockOffsetSeconds = json.Integer("clockOffsetSeconds", otherwise: 0, least: -MostClockOffset, most: MostClockOffset),
        DroppedConnections = Count(json, "droppedConnections"),
        ThrottledPercent = json.Integer("throttledPercent", otherwise: 0, least: 0, most: 100),
        StoreNextErrors = json.Strings("storeNextErrors", [.. StoreErrors.Named.Keys, AwsError.None]),
        Store = ReadAnswers(json, "store"),
        ThrottledCalls = Count(json, "throttledCalls"),
        UnavailableCalls = Count(json, "unavailableCalls"),
        NextErrors = json.Strings("nextErrors", [.. StsErrors.Named.Keys, AwsError.None]),
        PackedPolicySize = json.Integer("packedPolicySize", otherwise: 0, least: 1, most: 1000) is > 0 and var percent ? percent : null,
        StsDroppedConnections = Count(json, "stsDroppedConnections"),
        StsUnreachable = json.Flag("stsUnreachable"),
        StsSilent = json.Flag("stsSilent"),
        Sts = ReadAnswers(json, "sts"),
        MetadataDroppedConnections = Count(json, "metadataDroppedConnections"),
        MetadataDisabled = json.Flag("metadataDisabled"),
        MetadataSilent = json.Flag("metadataSilent"),
        MetadataUnreachable = json.Flag("metadataUnreachable"),
        MetadataTokenStatus = Status(json, "metadataTokenStatus"),
        MetadataTokenUnanswered = json.Flag("metadataTokenUnanswered"),
        MetadataTokenDelayMilliseconds = Count(json, "metadataTokenDelayMilliseconds"),
        MetadataDocumentStatus = Status(json, "metadataDocumentStatus"),
        MetadataPaddingBytes = json.Integer("metadataPaddingBytes", otherwise: 0, least: 0, most: MostPadding),
        Metadata = ReadAnswers(json, "metadata"),
        InstanceProfileCode = json.OptionalString("instanceProfileCode"),
        InstanceCredentialCode = json.OptionalString("instanceCredentialCode"),
        InstanceCredentialsExpired = json.Flag("instanceCredentialsExpired"),
    };

    private static WorldAnswers ReadAnswers(WorldElement json, string service) => new()
    {
        DelayMilliseconds = Count(json, service + "DelayMilliseconds"),
        DripMilliseconds = Count(json, service + "DripMilliseconds"),
        Truncated = json.Flag(service + "Truncated"),
        Garbage = json.OptionalString(service + "Garbage", GarbageNames) is { } name
            ? Enum.Parse<WorldGarbage>(name)
            : WorldGarbage.None,
    };

    private static int Count(WorldElement json, string name) => json.Integer(name, otherwise: 0, least: 0, most: int.MaxValue);

    private static int Status(WorldElement json, string name) => json.Integer(name, otherwise: 200, least: 200, most: 599);

    private static void CheckReferences(World world, List<string> problems)
    {
        if (world.Instance?.RoleArn is { } roleArn && world.FindRole(roleArn) is null)
            problems.Add($"$.instance.roleArn: no role of this world has the ARN {roleArn}");
        problems.AddRange(Doubles(world.Roles.Select(role => role.Arn.Text)).Select(arn => $"$.roles: {arn} stands there twice"));
        problems.AddRange(
            Doubles(world.Users.Select(user => user.AccessKeyId)).Select(key => $"$.users: the access key {key} stands there twice"));
        problems.AddRange(Doubles(world.Accounts.Select(account => account.Id)).Select(id => $"$.accounts: {id} stands there twice"));
        foreach (var device in world.MfaDevices.Where(device => world.Users.All(user => user.Arn.Text != device.UserArn)))
            problems.Add($"$.mfaDevices: no user of this world has the ARN {device.UserArn}");
    }

    private static IEnumerable<string> Doubles(IEnumerable<string> keys) =>
        keys.GroupBy(key => key).Where(group => group.Count() > 1).Select(group => group.Key);

    private static NamedPolicy Named(string name, PolicyDocument? document) =>
        new(name, document ?? new PolicyDocument(null, []));
}
