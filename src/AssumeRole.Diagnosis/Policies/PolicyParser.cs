using System.Text;
using System.Text.Json;

namespace AssumeRole.Policies;

/// <summary>Goes on after a mistake and reports all of them. The rules of each kind of policy are in <see cref="PolicyGrammar"/>.</summary>
internal static class PolicyParser
{
    public static PolicyParseResult Parse(string json)
    {
        try
        {
            // Half a surrogate pair in the text becomes U+FFFD here; JsonDocument would throw on it.
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
            return Parse(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            var message = error is JsonException ? error.Message : "A text in it has half of a surrogate pair, such as \\ud800 alone.";
            return new PolicyParseResult(null, [new PolicyProblem(PolicyProblemKind.InvalidJson, "$", message)]);
        }
    }

    public static PolicyParseResult Parse(JsonElement json)
    {
        var reader = new PolicyElementReader();
        if (!reader.RequireObject(json, "$")) return new PolicyParseResult(null, reader.Problems);

        string? version = null;
        List<PolicyStatement> statements = [];
        foreach (var member in json.EnumerateObject())
        {
            var path = $"$.{member.Name}";
            switch (member.Name)
            {
                case "Version": version = reader.ReadString(member.Value, path); break;
                case "Id": reader.ReadString(member.Value, path); break;
                case "Statement": statements = ReadStatements(reader, member.Value, path); break;
                default: reader.ReportUnknown(member.Name, path, PolicyWords.DocumentElements); break;
            }
        }

        if (version is not (null or PolicyDocument.CurrentVersion or PolicyDocument.FirstVersion))
        {
            reader.Report(
                PolicyProblemKind.InvalidValue, "$.Version", $"Version is '{version}', and IAM knows only 2012-10-17 and 2008-10-17.");
        }

        if (!json.TryGetProperty("Statement", out _))
            reader.Report(PolicyProblemKind.MissingElement, "$.Statement", "A policy has at least one statement.");
        return new PolicyParseResult(new PolicyDocument(version, statements), reader.Problems);
    }

    private static List<PolicyStatement> ReadStatements(PolicyElementReader reader, JsonElement json, string path)
    {
        // A lone statement may stand without its list.
        if (json.ValueKind != JsonValueKind.Array) return ReadStatement(reader, json, 0, path) is { } lone ? [lone] : [];
        List<PolicyStatement> statements = [];
        foreach (var item in json.EnumerateArray())
        {
            var index = statements.Count;
            if (ReadStatement(reader, item, index, $"{path}[{index}]") is not { } statement) break;
            statements.Add(statement);
        }

        if (json.GetArrayLength() == 0)
            reader.Report(PolicyProblemKind.MissingElement, path, "A policy has at least one statement.");
        return statements;
    }

    private static PolicyStatement? ReadStatement(PolicyElementReader reader, JsonElement json, int index, string path)
    {
        if (!reader.RequireObject(json, path)) return null;
        var statement = new PolicyStatement(index, null, null, null, null, null, []);
        foreach (var member in json.EnumerateObject())
        {
            var value = member.Value;
            var at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "Sid": statement = statement with { Sid = reader.ReadString(value, at) }; break;
                case "Effect": statement = statement with { Effect = ReadEffect(reader, value, at) }; break;
                case "Action" or "NotAction":
                    reader.RequireFirst(statement.Actions, at, "Action");
                    statement = statement with { Actions = new(reader.ReadStrings(value, at), member.Name == "NotAction") };
                    break;
                case "Resource" or "NotResource":
                    reader.RequireFirst(statement.Resources, at, "Resource");
                    statement = statement with { Resources = new(reader.ReadStrings(value, at), member.Name == "NotResource") };
                    break;
                case "Principal" or "NotPrincipal":
                    reader.RequireFirst(statement.Principals, at, "Principal");
                    statement = statement with { Principals = new(reader.ReadPrincipals(value, at), member.Name == "NotPrincipal") };
                    break;
                case "Condition": statement = statement with { Conditions = reader.ReadConditions(value, at) }; break;
                default: reader.ReportUnknown(member.Name, at, PolicyWords.StatementElements); break;
            }
        }

        if (!json.TryGetProperty("Effect", out _))
            reader.Report(PolicyProblemKind.MissingElement, $"{path}.Effect", "A statement says Allow or Deny.");
        if (statement.Actions is null)
            reader.Report(PolicyProblemKind.MissingElement, $"{path}.Action", "A statement has Action or NotAction.");
        return statement;
    }

    private static PolicyEffect? ReadEffect(PolicyElementReader reader, JsonElement json, string path)
    {
        switch (reader.ReadString(json, path))
        {
            case "Allow": return PolicyEffect.Allow;
            case "Deny": return PolicyEffect.Deny;
            case null: return null;
            case var other:
                var message = $"Effect is '{other}', and must be Allow or Deny.";
                reader.ReportUnknown(PolicyProblemKind.InvalidValue, path, message, other, PolicyWords.Effects);
                return null;
        }
    }
}

/// <summary><c>Document</c> is null if the text is not a JSON object.</summary>
internal sealed record PolicyParseResult(PolicyDocument? Document, IReadOnlyList<PolicyProblem> Problems);

/// <summary>A reason for which AWS refuses a document (MalformedPolicyDocument), at a JSON path such as $.Statement[0].Resources.</summary>
/// <param name="Unknown">The unknown word, if the problem is one.</param>
/// <param name="Meant">The known word nearest to it, if one is near.</param>
internal sealed record PolicyProblem(PolicyProblemKind Kind, string Path, string Message, string? Unknown = null, string? Meant = null)
{
    public override string ToString() => $"{Path}: {Message}";
}

internal enum PolicyProblemKind { InvalidJson, UnknownElement, MissingElement, ProhibitedElement, InvalidValue }
