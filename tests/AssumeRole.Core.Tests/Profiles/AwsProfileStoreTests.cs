using AssumeRole.Profiles;

namespace AssumeRole.Core.Tests.Profiles;

public sealed class AwsProfileStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeVariables variables;

    public AwsProfileStoreTests()
    {
        variables = new FakeVariables(
            ("AWS_CONFIG_FILE", System.IO.Path.Combine(folder.Path, "config")),
            ("AWS_SHARED_CREDENTIALS_FILE", System.IO.Path.Combine(folder.Path, "credentials")));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_files_there_are_no_profiles()
    {
        var store = AwsProfileStore.Read(variables);

        Assert.Empty(store.Names);
        Assert.Null(store.Find("default"));
    }

    [Fact]
    public void Names_come_from_both_files_once_and_sorted()
    {
        folder.Write("config", "[profile z]\n[default]\n[profile a]\n[sso-session s]\n[services v]\n[stray]\n[profile 'two words']\n[profile \"more words\"]\n[profile in valid]\n[profilefoo]");
        folder.Write("credentials", "[a]\n[m]");

        Assert.Equal(["a", "default", "m", "more words", "two words", "z"], AwsProfileStore.Read(variables).Names);
    }

    [Fact]
    public void The_credentials_file_wins_setting_by_setting()
    {
        folder.Write("config", "[profile ci]\nregion = eu-west-1\naws_access_key_id = AKIACONFIG");
        folder.Write("credentials", "[ci]\naws_access_key_id = AKIACREDENTIALS");

        var profile = AwsProfileStore.Read(variables).Find("ci")!;

        Assert.Equal(("eu-west-1", "AKIACREDENTIALS"), (profile["region"], profile["AWS_ACCESS_KEY_ID"]));
        Assert.Equal("ci", profile.ToString());
        Assert.Null(profile["absent"]);
    }

    [Fact]
    public void In_the_config_file_profile_default_wins_over_default()
    {
        folder.Write("config", "[profile default]\nregion = eu-west-1\n[default]\nregion = us-east-1\noutput = json");

        var profile = AwsProfileStore.Read(variables).Find("default")!;

        Assert.Equal(("eu-west-1", null), (profile["region"], profile["output"]));
    }

    [Fact]
    public void A_section_of_the_config_file_without_the_word_profile_is_no_profile()
    {
        folder.Write("config", "[ci]\nregion = eu-west-1");

        Assert.Null(AwsProfileStore.Read(variables).Find("ci"));
    }

    [Fact]
    public void What_a_profile_refers_to_fills_what_it_does_not_say()
    {
        folder.Write(
            "config",
            "[profile ci]\nsso_session = corp\nservices = local\nsso_region = eu-west-1\n"
            + "[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start\n"
            + "[services local]\nsts =\n  endpoint_url = http://127.0.0.1:1");

        var profile = AwsProfileStore.Read(variables).Find("ci")!;

        Assert.Equal("eu-west-1", profile["sso_region"]);
        Assert.Equal("https://corp.awsapps.com/start", profile["sso_start_url"]);
        Assert.Equal("http://127.0.0.1:1", profile["sts.endpoint_url"]);
    }

    [Theory]
    [InlineData("HOME")]
    [InlineData("USERPROFILE")]
    public void Without_variables_the_files_are_those_of_the_home_folder(string name)
    {
        Directory.CreateDirectory(System.IO.Path.Combine(folder.Path, ".aws"));
        folder.Write(System.IO.Path.Combine(".aws", "credentials"), "[home]\nregion = x");

        Assert.Equal(["home"], AwsProfileStore.Read(new FakeVariables((name, folder.Path))).Names);
    }

    [Fact]
    public void A_tilde_stands_for_the_home_folder()
    {
        folder.Write("mine", "[profile ci]\nregion = x");

        Assert.Equal(["ci"], AwsProfileStore.Read(new FakeVariables(("HOME", folder.Path), ("AWS_CONFIG_FILE", "~/mine"))).Names);
    }

    [Fact]
    public void A_backslash_after_a_tilde_is_a_separator_on_Windows_only()
    {
        folder.Write("mine", "[profile ci]\nregion = x");

        var names = AwsProfileStore.Read(new FakeVariables(("HOME", folder.Path), ("AWS_CONFIG_FILE", @"~\mine"))).Names;

        Assert.Equal(OperatingSystem.IsWindows() ? ["ci"] : [], names);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_that_names_it()
    {
        variables.Set("AWS_CONFIG_FILE", folder.Path);

        var finding = Sample.FindingOf(() => AwsProfileStore.Read(variables));

        Assert.Equal(("ProfileInvalid", folder.Path), (finding.Id, finding.Target));
    }

    [Fact]
    public void A_profile_is_read_anew_each_time()
    {
        folder.Write("config", "[profile one]");
        Assert.Equal(["one"], AwsProfileStore.Read(variables).Names);
        folder.Write("config", "[profile two]");
        Assert.Equal(["two"], AwsProfileStore.Read(variables).Names);
    }
}
