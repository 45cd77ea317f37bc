using System.Text.Json;

namespace AssumeRole.Policies;

internal sealed class PolicyElementReader
{
    private readonly List<PolicyProblem> problems = [];

    public IReadOnlyList<PolicyProblem> Problems => problems;

    public void Report(PolicyProblemKind kind, string path, string message) => problems.Add(new PolicyProblem(kind, path, message));

    public void ReportUnknown(PolicyProblemKind kind, string path, string message, string word, IEnumerable<string> known) =>
        problems.Add(new PolicyProblem(kind, path, message, word, NearestWord.Find(word, known)));

    public void ReportUnknown(string name, string path, IEnumerable<string> known) =>
        ReportUnknown(PolicyProblemKind.UnknownElement, path, $"IAM knows no element '{name}'.", name, known);

    public void RequireFirst(object? earlier, string path, string name)
    {
        if (earlier is not null)
            Report(PolicyProblemKind.ProhibitedElement, path, $"A statement has one {name} or one Not{name}, not two of them.");
    }

    public bool RequireObject(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Object) return true;
        Report(PolicyProblemKind.InvalidValue, path, $"An object is expected, not {Name(json.ValueKind)}.");
        return false;
    }

    public string? ReadString(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.String) return json.GetString();
        Report(PolicyProblemKind.InvalidValue, path, $"A string is expected, not {Name(json.ValueKind)}.");
        return null;
    }

    public IReadOnlyList<string> ReadStrings(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Array) return ReadString(json, path) is { } lone ? [lone] : [];
        List<string> values = [];
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            if (ReadString(item, $"{path}[{index++}]") is { } value) values.Add(value);
        }

        if (index == 0) Report(PolicyProblemKind.MissingElement, path, "The list is empty.");
        return values;
    }

    public IReadOnlyList<PolicyPrincipal> ReadPrincipals(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            if (json.GetString() == "*") return [new PolicyPrincipal(PolicyPrincipalType.Anyone, "*")];
            Report(PolicyProblemKind.InvalidValue, path, "The only principal that may stand without a type is \"*\".");
            return [];
        }

        if (!RequireObject(json, path)) return [];
        List<PolicyPrincipal> principals = [];
        foreach (var member in json.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            PolicyPrincipalType? type = member.Name switch
            {
                "AWS" => PolicyPrincipalType.Aws,
                "Service" => PolicyPrincipalType.Service,
                "Federated" => PolicyPrincipalType.Federated,
                "CanonicalUser" => PolicyPrincipalType.CanonicalUser,
                _ => null,
            };
            if (type is null)
            {
                var message = $"IAM knows no type of principal '{member.Name}'.";
                ReportUnknown(PolicyProblemKind.UnknownElement, at, message, member.Name, PolicyWords.PrincipalTypes);
                continue;
            }

            principals.AddRange(ReadStrings(member.Value, at).Select(value => Principal(type.Value, value)));
        }

        return principals;
    }

    public IReadOnlyList<PolicyCondition> ReadConditions(JsonElement json, string path)
    {
        if (!RequireObject(json, path)) return [];
        List<PolicyCondition> conditions = [];
        foreach (var member in json.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            var conditionOperator = ConditionOperator.Parse(member.Name);
            if (conditionOperator is null)
            {
                var message = $"IAM knows no condition operator '{member.Name}'.";
                ReportUnknown(PolicyProblemKind.InvalidValue, at, message, member.Name, PolicyWords.Operators);
            }

            if (!RequireObject(member.Value, at)) continue;
            foreach (var key in member.Value.EnumerateObject())
            {
                var values = ReadConditionValues(key.Value, $"{at}.{key.Name}");
                conditions.Add(new PolicyCondition(member.Name, conditionOperator, key.Name, values));
            }
        }

        return conditions;
    }

    /// <summary>Condition values may also be numbers and booleans; IAM compares their text.</summary>
    private IReadOnlyList<string> ReadConditionValues(JsonElement json, string path)
    {
        if (json.ValueKind == JsonValueKind.Array)
            return [.. json.EnumerateArray().SelectMany((item, index) => ReadConditionValues(item, $"{path}[{index}]"))];
        return json.ValueKind switch
        {
            JsonValueKind.True => ["true"],
            JsonValueKind.False => ["false"],
            JsonValueKind.Number => [json.GetRawText()],
            _ => ReadString(json, path) is { } text ? [text] : [],
        };
    }

    private static PolicyPrincipal Principal(PolicyPrincipalType type, string value) =>
        type == PolicyPrincipalType.Aws && value == "*"
            ? new PolicyPrincipal(PolicyPrincipalType.Anyone, value)
            : new PolicyPrincipal(type, value);

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "a boolean",
    };
}
