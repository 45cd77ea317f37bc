using System.Text.RegularExpressions;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Rotation;

/// <summary>
/// The path of a session's secret: a text with {{.Team}} and {{.Account}}, as in concourse-sts-lambda. Of Go's templates it knows these
/// two fields only; anything else is an error and never an empty text.
/// </summary>
internal sealed partial class PathTemplate
{
    /// <summary>Where Concourse looks for a team's secrets.</summary>
    public const string Default = "/concourse/{{.Team}}/{{.Account}}";

    public const string Variable = "SECRETS_MANAGER_PATH";

    private readonly string text;

    private PathTemplate(string text) => this.text = text;

    public static PathTemplate Choose(string? given, IEnvironmentVariables variables)
    {
        if (given is not null) return Parse(given, "-PathTemplate");
        return variables.GetNonEmpty(Variable) is { } set ? Parse(set, Variable) : new PathTemplate(Default);
    }

    public static PathTemplate Parse(string text, string origin)
    {
        if (string.IsNullOrWhiteSpace(text)) throw Invalid(text, $"{origin} is empty.");
        if (Action().Matches(text).FirstOrDefault(match => match.Groups["field"].Value is not ("Team" or "Account")) is { } unknown)
            throw Invalid(text, $"{origin} has {unknown.Value}.");
        var rest = Action().Replace(text, string.Empty);
        if (rest.Contains("{{", StringComparison.Ordinal) || rest.Contains("}}", StringComparison.Ordinal))
            throw Invalid(text, $"{origin} is '{text}', where braces are not in pairs.");
        return new PathTemplate(text);
    }

    public string Render(string team, string account) =>
        Action().Replace(text, match => match.Groups["field"].Value == "Team" ? team : account);

    public override string ToString() => text;

    private static AssumeRoleException Invalid(string text, string evidence) =>
        FindingCatalogue.PathTemplateInvalid.Error(text, evidence);

    [GeneratedRegex(@"\{\{\s*(?:\.(?<field>[A-Za-z_]\w*)|[^{}]*?)\s*\}\}")]
    private static partial Regex Action();
}
