using System.Globalization;
using System.Text.RegularExpressions;

namespace AssumeRole.Sandbox.Sts;

/// <summary>Checks parameters against the service's model; the complaints are worded as STS does, all in one message.</summary>
internal sealed class ParameterCheck
{
    private readonly List<string> complaints = [];

    /// <summary>The error, if anything was wrong.</summary>
    public StsError? Error => complaints.Count switch
    {
        0 => null,
        1 => StsError.Validation($"1 validation error detected: {complaints[0]}"),
        var count => StsError.Validation($"{count} validation errors detected: {string.Join("; ", complaints)}"),
    };

    public void Required(string? value, string member)
    {
        if (value is null) Complain(null, member, "Member must not be null");
    }

    public void Text(string? value, string member, int least, int most, Regex? pattern = null)
    {
        if (value is null) return;
        if (pattern is not null && !pattern.IsMatch(value))
            Complain(value, member, $"Member must satisfy regular expression pattern: {PatternText(pattern)}");
        if (value.Length < least) Complain(value, member, $"Member must have length greater than or equal to {Number(least)}");
        if (value.Length > most) Complain(value, member, $"Member must have length less than or equal to {Number(most)}");
    }

    public void Range(int? value, string member, int least, int most)
    {
        if (value is not { } number) return;
        if (number < least) Complain(Number(number), member, $"Member must have value greater than or equal to {Number(least)}");
        if (number > most) Complain(Number(number), member, $"Member must have value less than or equal to {Number(most)}");
    }

    public void MfaCode(string? serialNumber, string? tokenCode)
    {
        Text(serialNumber, "serialNumber", 9, 256, ParameterPatterns.SerialNumber());
        Text(tokenCode, "tokenCode", 6, 6, ParameterPatterns.TokenCode());
    }

    public void Count<T>(IReadOnlyCollection<T> values, string member, int most)
    {
        if (values.Count > most)
            Complain($"[{string.Join(", ", values)}]", member, $"Member must have length less than or equal to {Number(most)}");
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The pattern as the service's model has it, without the anchors that .NET needs.</summary>
    private static string PatternText(Regex pattern) => pattern.ToString()[2..^2];

    private void Complain(string? value, string member, string constraint)
    {
        var shown = value is null ? "null" : $"'{value}'";
        complaints.Add($"Value {shown} at '{member}' failed to satisfy constraint: {constraint}");
    }
}
