namespace AssumeRole.Findings;

/// <summary>A fault as a value: what is wrong, with what, how we know, and what to do next.</summary>
/// <param name="Target">What the finding is about: an ARN, a variable, an address.</param>
/// <param name="Evidence">What was seen. Never a secret.</param>
/// <remarks>
/// The properties are exact, for programs. <see cref="Message"/> and <see cref="ToString"/> are for people, and hold nothing that steers
/// a terminal.
/// </remarks>
public sealed record Finding(FindingKind Kind, string Target, string Cause, string Evidence, string Remedy)
{
    /// <summary>The stable id, as in the catalogue.</summary>
    public string Id => Kind.Id;

    /// <summary>Cause and evidence as one line, without the remedy. What they are about stands before them if they do not name it.</summary>
    public string Message
    {
        get
        {
            var said = PlainText.CleanLines(Evidence.Length == 0 ? Cause : $"{Cause} {Evidence}");
            var target = PlainText.Shorten(PlainText.OnOneLine(Target));
            return target.Length == 0 || said.Contains(target, StringComparison.Ordinal) || Remedy.Contains(target, StringComparison.Ordinal)
                ? said
                : $"{target}: {said}";
        }
    }

    /// <summary>Cause, evidence and remedy as one line.</summary>
    public override string ToString()
    {
        var (said, remedy) = (Message, PlainText.CleanLines(Remedy));
        return said[^1] is '.' or '…' or '!' or '?' ? $"{said} {remedy}" : $"{said}. {remedy}";
    }
}

/// <summary>The one exception that the program throws on purpose. It carries a <see cref="Finding"/> and no secret.</summary>
/// <param name="inner">The exception that showed it, if any. One whose message may hold a secret is left out.</param>
public sealed class AssumeRoleException(Finding finding, Exception? inner = null) : Exception(finding.Message, SecretMask.Of(inner))
{
    /// <summary>The fault, with its id, evidence and remedy.</summary>
    public Finding Finding { get; } = finding;
}
