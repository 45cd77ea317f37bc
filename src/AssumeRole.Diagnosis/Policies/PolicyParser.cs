using System.Text;
using System.Text.Json;

namespace AssumeRole.Policies;

/// <summary>
/// Reads policy documents. It reads on past a mistake and reports all of them with their JSON paths, so that a lint shows the
/// whole list; what a kind of policy requires on top is <see cref="PolicyGrammar"/>'s.
/// </summary>
public static class PolicyParser
{
    /// <summary>Reads a document from text.</summary>
    /// <param name="json">The text.</param>
    public static PolicyParseResult Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            // Half a surrogate pair in the text becomes U+FFFD here; JsonDocument would throw on it.
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(json));
            return Parse(document.RootElement);
        }
        catch (JsonException exception)
        {
            return new PolicyParseResult(null, [new PolicyProblem(PolicyProblemKind.InvalidJson, "$", exception.Message)]);
        }
        catch (InvalidOperationException)
        {
            const string message = "A text in it has half of a surrogate pair, such as \\ud800 alone.";
            return new PolicyParseResult(null, [new PolicyProblem(PolicyProblemKind.InvalidJson, "$", message)]);
        }
    }

    /// <summary>Reads a document from parsed JSON.</summary>
    /// <param name="json">The document; it is not kept.</param>
    public static PolicyParseResult Parse(JsonElement json)
    {
        var reader = new PolicyElementReader();
        if (!reader.RequireObject(json, "$")) return new PolicyParseResult(null, reader.Problems);

        string? version = null, id = null;
        List<PolicyStatement> statements = [];
        List<string> unknown = [];
        foreach (var member in json.EnumerateObject())
        {
            var path = $"$.{member.Name}";
            switch (member.Name)
            {
                case "Version": version = reader.ReadString(member.Value, path); break;
                case "Id": id = reader.ReadString(member.Value, path); break;
                case "Statement": statements = ReadStatements(reader, member.Value, path); break;
                default: reader.ReportUnknown(unknown, member.Name, path, PolicyWords.OfDocument); break;
            }
        }

        if (version is not (null or PolicyDocument.CurrentVersion or PolicyDocument.FirstVersion))
        {
            reader.Report(
                PolicyProblemKind.InvalidValue,
                "$.Version",
                $"Version is '{version}', and IAM knows only 2012-10-17 and 2008-10-17.");
        }

        if (!json.TryGetProperty("Statement", out _))
            reader.Report(PolicyProblemKind.MissingElement, "$.Statement", "A policy has at least one statement.");
        return new PolicyParseResult(new PolicyDocument(version, id, statements, unknown), reader.Problems);
    }

    private static List<PolicyStatement> ReadStatements(PolicyElementReader reader, JsonElement json, string path)
    {
        // A lone statement may stand without its list.
        if (json.ValueKind != JsonValueKind.Array)
            return ReadStatement(reader, json, 0, path) is { } lone ? [lone] : [];

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
        var statement = new PolicyStatement(index, null, null, null, null, null, [], []);
        List<string> unknown = [];
        foreach (var member in json.EnumerateObject())
        {
            var value = member.Value;
            var at = $"{path}.{member.Name}";
            switch (member.Name)
            {
                case "Sid": statement = statement with { Sid = reader.ReadString(value, at) }; break;
                case "Effect": statement = statement with { Effect = ReadEffect(reader, value, at) }; break;
                case "Action" or "NotAction":
                    reader.RequireAlone(statement.Actions is not null, at, "Action", "NotAction");
                    statement = statement with { Actions = new(reader.ReadStrings(value, at), member.Name == "NotAction") };
                    break;
                case "Resource" or "NotResource":
                    reader.RequireAlone(statement.Resources is not null, at, "Resource", "NotResource");
                    statement = statement with { Resources = new(reader.ReadStrings(value, at), member.Name == "NotResource") };
                    break;
                case "Principal" or "NotPrincipal":
                    reader.RequireAlone(statement.Principals is not null, at, "Principal", "NotPrincipal");
                    var principals = reader.ReadPrincipals(value, at);
                    statement = statement with { Principals = new(principals, member.Name == "NotPrincipal") };
                    break;
                case "Condition": statement = statement with { Conditions = reader.ReadConditions(value, at) }; break;
                default: reader.ReportUnknown(unknown, member.Name, at, PolicyWords.OfStatement); break;
            }
        }

        if (!json.TryGetProperty("Effect", out _))
            reader.Report(PolicyProblemKind.MissingElement, $"{path}.Effect", "A statement says Allow or Deny.");
        if (statement.Actions is null)
            reader.Report(PolicyProblemKind.MissingElement, $"{path}.Action", "A statement has Action or NotAction.");
        return statement with { UnknownElements = unknown };
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
                reader.ReportUnknown(PolicyProblemKind.InvalidValue, path, message, other, PolicyWords.OfEffect);
                return null;
        }
    }
}

/// <summary>What was read from a policy text.</summary>
/// <param name="Document">The document, or null if the text is not a JSON object.</param>
/// <param name="Problems">Everything for which AWS would refuse the text, whatever its kind; empty if nothing.</param>
public sealed record PolicyParseResult(PolicyDocument? Document, IReadOnlyList<PolicyProblem> Problems);

/// <summary>One reason for which AWS would refuse a document (MalformedPolicyDocument).</summary>
/// <param name="Kind">What sort of problem it is.</param>
/// <param name="Path">Where, as a JSON path such as $.Statement[0].Resources.</param>
/// <param name="Message">What is wrong, as a sentence.</param>
public sealed record PolicyProblem(PolicyProblemKind Kind, string Path, string Message)
{
    /// <summary>The word that IAM does not know, where that is the problem.</summary>
    public string? Unknown { get; init; }

    /// <summary>The word that was probably meant, if one is near.</summary>
    public string? Meant { get; init; }

    /// <summary>Path and message as one line.</summary>
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>The sort of a <see cref="PolicyProblem"/>.</summary>
public enum PolicyProblemKind
{
    /// <summary>The text is not JSON.</summary>
    InvalidJson,

    /// <summary>An element that IAM does not know.</summary>
    UnknownElement,

    /// <summary>An element that must be there is not.</summary>
    MissingElement,

    /// <summary>An element that this kind of policy may not have, or that excludes another.</summary>
    ProhibitedElement,

    /// <summary>An element's value has the wrong type or form.</summary>
    InvalidValue,
}
