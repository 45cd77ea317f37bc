using System.Text.RegularExpressions;
using AssumeRole.Findings;
using AssumeRole.Sessions;

namespace AssumeRole.Rotation;

/// <summary>
/// Where a session's secret goes: a text with {{.Team}} and {{.Account}}, as the function that this one replaces has it. Of Go's
/// templates it knows these two fields and nothing else; anything else is an error and never an empty text.
/// </summary>
public sealed partial class PathTemplate
{
    /// <summary>Where Concourse looks for a team's secrets.</summary>
    public const string Default = "/concourse/{{.Team}}/{{.Account}}";

    /// <summary>The variable that names another template.</summary>
    public const string Variable = "SECRETS_MANAGER_PATH";

    private readonly string text;

    private PathTemplate(string text) => this.text = text;

    /// <summary>Takes the template that was given, or the variable's, or the default.</summary>
    /// <param name="given">What the user gave, or null.</param>
    /// <param name="variables">The environment.</param>
    /// <exception cref="AssumeRoleException">PathTemplateInvalid.</exception>
    public static PathTemplate Choose(string? given, IEnvironmentVariables variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        if (given is not null) return Parse(given, "-PathTemplate");
        return variables.GetNonEmpty(Variable) is { } set ? Parse(set, Variable) : new PathTemplate(Default);
    }

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="origin">What names it: a parameter, a variable.</param>
    /// <exception cref="AssumeRoleException">PathTemplateInvalid.</exception>
    public static PathTemplate Parse(string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text)) throw Invalid(text, $"{origin} is empty.");
        if (Action().Matches(text).FirstOrDefault(match => match.Groups["field"].Value is not ("Team" or "Account")) is { } unknown)
            throw Invalid(text, $"{origin} has {unknown.Value}.");
        var rest = Action().Replace(text, string.Empty);
        if (rest.Contains("{{", StringComparison.Ordinal) || rest.Contains("}}", StringComparison.Ordinal))
            throw Invalid(text, $"{origin} is '{text}', where braces are not in pairs.");
        return new PathTemplate(text);
    }

    /// <summary>The path for an account of a team.</summary>
    public string Render(string team, string account) =>
        Action().Replace(text, match => match.Groups["field"].Value == "Team" ? team : account);

    /// <summary>The template as given.</summary>
    public override string ToString() => text;

    private static AssumeRoleException Invalid(string text, string evidence) =>
        FindingCatalogue.PathTemplateInvalid.Error(text, evidence);

    [GeneratedRegex(@"\{\{\s*(?:\.(?<field>[A-Za-z_]\w*)|[^{}]*?)\s*\}\}")]
    private static partial Regex Action();
}
