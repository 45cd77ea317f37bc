using System.Text;
using AssumeRole.Findings;
using AssumeRole.Profiles;
using AssumeRole.Testing.Fuzz;

namespace AssumeRole.Core.Tests.Fuzz;

/// <summary>The AWS config and credentials files, as bytes on the disk.</summary>
public sealed class ProfileFuzzTests : IDisposable
{
    private static readonly string[] Seeds =
    [
        """
        # ~/.aws/config
        [default]
        region = eu-west-1
        [profile dev]
        role_arn = arn:aws:iam::111111111111:role/dev ; trailing
        source_profile = default
        [profile ci]
        credential_process = assumerole credential-process --profile-name default # comment
        services = local
        [services local]
        sts =
          endpoint_url = http://127.0.0.1:1
        """,
        "[default]\naws_access_key_id=AKIAEXAMPLE\naws_secret_access_key=secret==\naws_session_token = t\n",
        """
        [profile sso]
        sso_session = corp
        sso_account_id = 111111111111
        sso_role_name = ci
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-west-1
        """,
    ];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_file_is_read()
    {
        var report = await new FuzzRun("profiles", Seeds, text => Task.FromResult(Read(text)), _ => false).RunAsync();

        Assert.InRange(report.Accepted, report.Settings.Inputs / 10, report.Settings.Inputs);
    }

    /// <summary>Tells whether there was any profile.</summary>
    private bool Read(string text)
    {
        var path = Path.Combine(folder.Path, "config");
        // As Latin-1 the bytes beyond ASCII are no UTF-8.
        File.WriteAllBytes(path, (text.Length % 2 == 0 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(text));
        AwsProfileStore store;
        try
        {
            store = AwsProfileStore.Read(new FakeVariables(("AWS_CONFIG_FILE", path), ("AWS_SHARED_CREDENTIALS_FILE", path)));
        }
        catch (AssumeRoleException error)
        {
            Assert.Equal(("ProfileInvalid", path), (error.Finding.Id, error.Finding.Target));
            return false;
        }

        foreach (var name in store.Names)
        {
            var profile = store.Find(name);
            Assert.NotNull(profile);
            try
            {
                SsoProfile.From(profile);
            }
            catch (AssumeRoleException error)
            {
                Assert.Equal("ProfileInvalid", error.Finding.Id);
            }
        }

        return store.Names.Count > 0;
    }
}
