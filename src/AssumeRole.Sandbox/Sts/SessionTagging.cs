using AssumeRole.Sandbox.Sessions;

namespace AssumeRole.Sandbox.Sts;

/// <summary>The tags of a session to be: those inherited from the caller's session and those passed.</summary>
internal sealed record SessionTagging(IReadOnlyList<SessionTag> Tags, IReadOnlyList<string> TransitiveKeys)
{
    private static StringComparer KeyComparer => StringComparer.OrdinalIgnoreCase;

    /// <summary>Why the tags cannot be passed, or null.</summary>
    public static StsError? Check(AssumeRoleParameters parameters, RoleSession? from)
    {
        var keys = parameters.Tags.Select(tag => tag.Key).ToList();
        if (keys.Distinct(KeyComparer).Count() < keys.Count)
            return Invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        if (keys.Exists(key => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)))
            return Invalid("Tag keys beginning with aws: are reserved for system use.");
        if (parameters.TransitiveTagKeys.Except(keys, KeyComparer).Any())
            return Invalid("The specified transitive tag key must be included in the requested tags.");
        if (from is null || !keys.Intersect(from.TransitiveTagKeys, KeyComparer).Any()) return null;
        return Invalid(
            "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key "
            + "from the calling session.");
    }

    /// <summary>Joins the tags passed with the transitive ones of the caller's session.</summary>
    public static SessionTagging Of(AssumeRoleParameters parameters, RoleSession? from)
    {
        var inheritedKeys = from?.TransitiveTagKeys ?? [];
        var inherited = from?.Tags.Where(tag => inheritedKeys.Contains(tag.Key, KeyComparer)) ?? [];
        return new SessionTagging([.. inherited, .. parameters.Tags], [.. inheritedKeys, .. parameters.TransitiveTagKeys]);
    }

    private static StsError Invalid(string message) => new(400, "InvalidParameterValue", message);
}
