using System.Text;
using System.Text.RegularExpressions;
using AssumeRole.Cryptography;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Rotation;

/// <summary>A checked run: nothing has been assumed and nothing written for it yet.</summary>
internal sealed record RotationPlan(IReadOnlyList<PlannedAccount> Accounts, IReadOnlyList<Finding> Warnings, RotationRequest Request);

/// <summary>One account of a run. Of the secrets to write, the one that holds everything comes first.</summary>
internal sealed record PlannedAccount(
    string Team, string Account, RoleArn Role, SessionDuration Duration, string Path, IReadOnlyList<string> Names)
{
    public string SessionName => TeamSessionName.For(Team);

    public override string ToString() => $"{Team}/{Account}";
}

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

/// <summary>Checks everything that can be checked before the first call, across all teams, and lays out the run.</summary>
internal static partial class RotationPlanner
{
    private const int MostShown = 10;

    public static RotationPlan Make(
        IReadOnlyList<Team> teams, IEnumerable<Finding> found, RotationRequest request, PathTemplate template)
    {
        List<Finding> problems = [.. found];
        // A team may come in several documents.
        foreach (var parts in teams.GroupBy(team => team.Name, StringComparer.Ordinal))
            CheckNames(new Team(parts.Key, [.. parts.SelectMany(part => part.Accounts)]), problems);
        PlannedAccount[] accounts = [.. teams.SelectMany(team => team.Accounts.Select(account => Plan(team, account, request, template)))];
        CheckPaths(accounts, request.Store, problems);
        if (problems.Count > 0) throw Combine(problems);
        return new RotationPlan(accounts, [.. accounts.SelectMany(Warn)], request);
    }

    private static PlannedAccount Plan(Team team, TeamAccount account, RotationRequest request, PathTemplate template)
    {
        var path = template.Render(team.Name, account.Name);
        return new PlannedAccount(team.Name, account.Name, account.Role, account.Duration, path, SecretParts.Names(path, request.Layout));
    }

    private static void CheckNames(Team team, List<Finding> problems)
    {
        // They become tags of the secrets; a slash in a team's name would move its secrets into another team's place.
        foreach (var name in team.Accounts.Select(account => account.Name).Prepend(team.Name).Where(name => !TagValue().IsMatch(name)))
            problems.Add(FindingCatalogue.TeamConfigurationInvalid.For(name, $"The name '{name}' has characters that AWS does not take in a tag."));
        if (team.Name.Contains('/', StringComparison.Ordinal))
            problems.Add(FindingCatalogue.TeamConfigurationInvalid.For(team.Name, $"The team's name '{team.Name}' has a slash in it."));
        foreach (var twice in team.Accounts.GroupBy(account => account.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            var roles = string.Join(", ", twice.Select(account => account.Role));
            problems.Add(FindingCatalogue.TeamAccountDuplicate.For(
                twice.Key, $"Team {team.Name} has {twice.Count()} accounts named '{twice.Key}': {roles}."));
        }
    }

    private static void CheckPaths(PlannedAccount[] accounts, SecretStoreKind store, List<Finding> problems)
    {
        var owners = new Dictionary<string, PlannedAccount>(StringComparer.Ordinal);
        foreach (var account in accounts)
        {
            if (account.Names.Select(name => SecretNameRules.FindFault(store, name)).FirstOrDefault(fault => fault is not null) is { } fault)
                problems.Add(FindingCatalogue.SecretNameInvalid.For(account.Path, $"'{account.Path}', for {account}. {fault}"));
            foreach (var name in account.Names)
            {
                if (owners.TryAdd(name, account)) continue;
                var other = owners[name];
                // Two accounts of one name in one team are reported as such.
                if ((other.Team, other.Account) == (account.Team, account.Account)) break;
                problems.Add(FindingCatalogue.SecretPathCollision.For(name, $"{other} and {account} would both be written to {name}."));
                break;
            }
        }
    }

    private static IEnumerable<Finding> Warn(PlannedAccount account)
    {
        if (account.Duration.Seconds <= SessionDuration.Default) yield break;
        yield return FindingCatalogue.DurationOverHour.For(
            account.Role.ToString(), $"{account} asks for {account.Duration.Seconds} seconds.");
    }

    private static AssumeRoleException Combine(List<Finding> problems) => new(problems is [var only]
        ? only
        : FindingCatalogue.TeamConfigurationInvalid.For(
            "-Team",
            $"{problems.Count} faults: "
                + string.Join(" ", problems.Take(MostShown).Select((problem, index) => $"({index + 1}) {problem.Id}: {problem.Evidence}"))
                + (problems.Count > MostShown ? $" … and {problems.Count - MostShown} more." : string.Empty)));

    // Secrets Manager API reference, Tag, Value.
    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,256}\z")]
    private static partial Regex TagValue();
}
