using System.Globalization;
using AssumeRole.Findings;

namespace AssumeRole.Roles;

/// <summary>How long a session shall last: 900 to 43200 seconds (STS API reference, AssumeRole, DurationSeconds).</summary>
/// <param name="Seconds">Whole seconds.</param>
public readonly record struct SessionDuration(int Seconds)
{
    /// <summary>The least that STS takes, in seconds.</summary>
    public const int Minimum = 900;

    /// <summary>The most that STS takes, in seconds; the role's own maximum may be less.</summary>
    public const int Maximum = 43200;

    /// <summary>What the helpers use when nothing is asked for, in seconds. Valid for a chained role too.</summary>
    public const int Default = 3600;

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Seconds as decimal digits.</param>
    /// <param name="origin">Where the text comes from, a parameter's or a variable's name.</param>
    /// <exception cref="AssumeRoleException">DurationInvalid.</exception>
    public static SessionDuration Parse(string text, string origin)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            throw FindingCatalogue.DurationInvalid.Error(text, $"{origin} is '{text}', which is not an integer.");
        return seconds is >= Minimum and <= Maximum
            ? new SessionDuration(seconds)
            : throw FindingCatalogue.DurationInvalid.Error(text, $"{origin} is {seconds}.");
    }
}
