using System.Text;
using AssumeRole.Cryptography;

namespace AssumeRole.Rotation;

/// <summary>
/// The name of a team's sessions, which CloudTrail and trust policies see: ConcourseTeam-team. Characters that STS refuses become
/// hyphens, and what is over 64 characters is cut; a hash then keeps two teams apart.
/// </summary>
internal static class TeamSessionName
{
    private const string Prefix = "ConcourseTeam-";
    private const int Longest = 64;
    private const int HashLength = 8;

    public static string For(string team)
    {
        var name = Prefix + string.Concat(team.Select(character => IsAllowed(character) ? character : '-'));
        if (name.Length <= Longest && name == Prefix + team) return name;
        var hash = Convert.ToHexString(Digest.Sha256(Encoding.UTF8.GetBytes(team)))[..HashLength].ToLowerInvariant();
        return $"{name[..Math.Min(name.Length, Longest - HashLength - 1)]}-{hash}";
    }

    private static bool IsAllowed(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '_' or '+' or '=' or ',' or '.' or '@' or '-';
}
