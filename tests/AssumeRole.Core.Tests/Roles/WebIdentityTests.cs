using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

public sealed class WebIdentityTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_file_is_read_anew_each_time_without_the_line_end()
    {
        var identity = new WebIdentity(null, folder.Write("token", "first-token\n"));
        Assert.Equal("first-token", (await identity.ReadAsync(default)).Reveal());

        folder.Write("token", "second-token\r\n");
        Assert.Equal("second-token", (await identity.ReadAsync(default)).Reveal());
    }

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(20000, true)]
    [InlineData(20001, false)]
    public async Task A_token_has_4_to_20000_characters(int length, bool taken)
    {
        var token = new string('x', length);
        WebIdentity[] identities = [new(new Secret(token), null), new(null, folder.Write("token", token))];

        foreach (var identity in identities)
        {
            if (taken) Assert.Equal(token, (await identity.ReadAsync(default)).Reveal());
            else Assert.Equal("WebIdentityInvalid", (await FindingOfAsync(identity)).Id);
        }
    }

    [Fact]
    public async Task A_file_that_is_missing_or_empty_is_an_error_that_names_it()
    {
        var missing = System.IO.Path.Combine(folder.Path, "missing");
        Assert.Equal(("WebIdentityInvalid", missing), await IdAndTargetAsync(new WebIdentity(null, missing)));

        var empty = await FindingOfAsync(new WebIdentity(null, folder.Write("empty", "\n")));
        Assert.Equal("WebIdentityInvalid", empty.Id);
        Assert.Contains("empty", empty.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_refused_is_not_in_the_error()
    {
        var finding = await FindingOfAsync(new WebIdentity(new Secret("abc"), null));

        Assert.DoesNotContain("abc", finding.ToString(), StringComparison.Ordinal);
    }

    private static Task<Finding> FindingOfAsync(WebIdentity identity) => Sample.FindingOfAsync(() => identity.ReadAsync(default));

    private static async Task<(string, string)> IdAndTargetAsync(WebIdentity identity)
    {
        var finding = await FindingOfAsync(identity);
        return (finding.Id, finding.Target);
    }
}
