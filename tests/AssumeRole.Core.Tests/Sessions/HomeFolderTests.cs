using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

/// <summary>Nothing is read from or written to a folder that is relative to where the program happens to run.</summary>
public sealed class HomeFolderTests
{
    private static readonly string Home = OperatingSystem.IsWindows() ? @"C:\home" : "/home";
    private static readonly string Other = OperatingSystem.IsWindows() ? @"C:\other" : "/other";

    [Fact]
    public void HOME_comes_first() => Assert.Equal(Home, HomeFolder.Find(new Account(Other, ("HOME", Home), ("USERPROFILE", Other))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("relative/home")]
    [InlineData("~")]
    public void A_HOME_that_is_no_absolute_path_leaves_it_to_the_system(string? home) =>
        Assert.Equal(Other, HomeFolder.Find(home is null ? new Account(Other) : new Account(Other, ("HOME", home))));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    public void Without_any_there_is_none(string? account)
    {
        var variables = new Account(account, ("HOME", ""), ("XDG_CACHE_HOME", "cache"));

        Assert.Null(HomeFolder.Find(variables));
        if (!OperatingSystem.IsWindows()) Assert.Null(SessionFileCache.DefaultFolder(variables));
        // The working directory of a test has no .aws; what counts is that nothing is looked for there.
        Assert.Empty(AwsProfileStore.Read(variables).Names);
    }

    [Theory]
    [InlineData("/cache", "/cache/assumerole")]
    [InlineData("cache", "/home/.cache/assumerole")]
    [InlineData("", "/home/.cache/assumerole")]
    public void XDG_CACHE_HOME_counts_if_it_is_absolute(string cache, string folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has a folder of its own for that.");

        Assert.Equal(folder, SessionFileCache.DefaultFolder(new Account(null, ("HOME", "/home"), ("XDG_CACHE_HOME", cache))));
    }

    [Fact]
    public void The_process_knows_its_accounts_home() => Assert.True(Path.IsPathFullyQualified(new ProcessEnvironmentVariables().AccountHome!));

    /// <summary>Variables, and the home folder that the system has.</summary>
    private sealed class Account(string? home, params (string Name, string Value)[] values) : IEnvironmentVariables
    {
        private readonly FakeVariables variables = new(values);

        public IReadOnlyCollection<string> Names => variables.Names;

        public string? AccountHome => home;

        public string? Get(string name) => variables.Get(name);

        public void Set(string name, string? value) => variables.Set(name, value);
    }
}
