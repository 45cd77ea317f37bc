using System.Globalization;
using System.Text;
using AssumeRole.Policies;
using AssumeRole.Roles;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Sessions;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

internal static class SessionPolicies
{
    /// <summary>Reads the policies. AWS's message for an invalid one is not on record; its code is, and clients look at the code.</summary>
    public static (IReadOnlyList<NamedPolicy> Policies, AwsError? Error) Read(AssumeRoleParameters parameters, World world)
    {
        List<NamedPolicy> policies = [];
        if (parameters.Policy is { } json)
        {
            var parsed = PolicyParser.Parse(json);
            if (parsed.Document is not { } document) return ([], StsErrors.MalformedPolicy("This policy contains invalid Json"));
            var problem = parsed.Problems.Concat(PolicyGrammar.Check(document, PolicyKind.Session)).FirstOrDefault();
            if (problem is not null) return ([], StsErrors.MalformedPolicy($"Syntax errors in policy. {problem}"));
            policies.Add(new NamedPolicy("session policy", document));
        }

        foreach (var arn in parameters.PolicyArns)
        {
            var managed = world.ManagedPolicies.FirstOrDefault(policy => policy.Name == arn);
            if (managed is null) return ([], StsErrors.Validation($"Policy {arn} does not exist or is not attachable."));
            policies.Add(managed);
        }

        return (policies, null);
    }
}

/// <summary>The tags of a new session: those inherited from the caller's session and those passed.</summary>
internal sealed record SessionTagging(IReadOnlyList<SessionTag> Tags, IReadOnlyList<string> TransitiveKeys)
{
    private static StringComparer KeyComparer => StringComparer.OrdinalIgnoreCase;

    public static AwsError? Check(AssumeRoleParameters parameters, RoleSession? from)
    {
        var keys = parameters.Tags.Select(tag => tag.Key).ToList();
        if (keys.Distinct(KeyComparer).Count() < keys.Count)
            return StsErrors.InvalidTags("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        if (keys.Exists(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
            return StsErrors.InvalidTags("Tag keys beginning with aws: are reserved for system use.");
        if (parameters.TransitiveTagKeys.Except(keys, KeyComparer).Any())
            return StsErrors.InvalidTags("The specified transitive tag key must be included in the requested tags.");
        if (from is null || !keys.Intersect(from.TransitiveTagKeys, KeyComparer).Any()) return null;
        return StsErrors.InvalidTags(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
            + "from the calling session.");
    }

    public static SessionTagging Create(AssumeRoleParameters parameters, RoleSession? from)
    {
        var inheritedKeys = from?.TransitiveTagKeys ?? [];
        var inherited = from?.Tags.Where(tag => inheritedKeys.Contains(tag.Key, KeyComparer)) ?? [];
        return new SessionTagging([.. inherited, .. parameters.Tags], [.. inheritedKeys, .. parameters.TransitiveTagKeys]);
    }
}

/// <summary>
/// The share of the space for policies and tags that a call uses. AWS packs them in a binary form that it does not publish; here their
/// UTF-8 bytes are counted against a fixed space, which shows the same behaviour at other sizes.
/// </summary>
internal static class PackedPolicySize
{
    private const int Space = 4096;

    /// <summary>The space in a session token, which also holds the tags inherited down the chain.</summary>
    private const int TokenSpace = 6144;

    /// <summary>The documented limit of characters of policies as text.</summary>
    private const int PlainText = 2048;

    /// <summary>The percentage, rounded up; null if the call passes no policies and tags.</summary>
    /// <param name="instead">The percentage that the world gives, if any.</param>
    public static int? Percent(AssumeRoleParameters parameters, int? instead)
    {
        if (parameters.Policy is null && parameters.PolicyArns.Count == 0 && parameters.Tags.Count == 0) return null;
        if (instead is not null) return instead;
        var plainText = (parameters.Policy?.Length ?? 0) + parameters.PolicyArns.Sum(arn => arn.Length);
        return Math.Max(Percent(Passed(parameters), Space), plainText > PlainText ? Percent(plainText, PlainText) : 0);
    }

    public static AwsError? Check(int? percent, AssumeRoleParameters parameters, SessionTagging tagging)
    {
        if (percent > 100)
        {
            var consumed = percent.Value.ToString(CultureInfo.InvariantCulture);
            return StsErrors.PackedPolicyTooLarge(
                parameters.Policy is null && parameters.PolicyArns.Count == 0
                    ? $"Packed size of session tags consumes {consumed}% of allotted space."
                    : $"Packed policy consumes {consumed}% of allotted space, please use smaller policy.");
        }

        var inherited = tagging.Tags.Except(parameters.Tags).Sum(Size);
        return Passed(parameters) + inherited > TokenSpace
            ? StsErrors.PackedPolicyTooLarge("Serialized token too large for session")
            : null;
    }

    private static int Passed(AssumeRoleParameters parameters) =>
        Size(parameters.Policy ?? "") + parameters.PolicyArns.Sum(Size) + parameters.Tags.Sum(Size);

    private static int Percent(int part, int whole) => ((part * 100) + whole - 1) / whole;

    private static int Size(SessionTag tag) => Size(tag.Key) + Size(tag.Value);

    private static int Size(string text) => Encoding.UTF8.GetByteCount(text);
}
