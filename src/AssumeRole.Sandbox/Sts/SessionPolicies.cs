using AssumeRole.Policies;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Sts;

/// <summary>The policies passed with a call, which limit the session.</summary>
internal static class SessionPolicies
{
    /// <summary>
    /// Reads them. AWS's own words for a faulty one are not on record; the code is, and it is what clients look at.
    /// </summary>
    public static (IReadOnlyList<NamedPolicy> Policies, StsError? Error) Read(AssumeRoleParameters parameters, World world)
    {
        List<NamedPolicy> policies = [];
        if (parameters.Policy is { } json)
        {
            var parsed = PolicyParser.Parse(json);
            if (parsed.Document is not { } document) return ([], Malformed("This policy contains invalid Json"));
            var problem = parsed.Problems.Concat(PolicyGrammar.Check(document, PolicyKind.Session)).FirstOrDefault();
            if (problem is not null) return ([], Malformed($"Syntax errors in policy. {problem}"));
            policies.Add(new NamedPolicy("session policy", document));
        }

        foreach (var arn in parameters.PolicyArns)
        {
            var managed = world.ManagedPolicies.FirstOrDefault(policy => policy.Name == arn);
            if (managed is null) return ([], StsError.Validation($"Policy {arn} does not exist or is not attachable."));
            policies.Add(managed);
        }

        return (policies, null);
    }

    private static StsError Malformed(string message) => new(400, "MalformedPolicyDocument", message);
}
