using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Testing.Fuzz;

namespace AssumeRole.Core.Tests.Fuzz;

/// <summary>The reader of role ARNs, and the one that says what is wrong with a text.</summary>
public sealed class RoleArnFuzzTests
{
    private static readonly string[] Seeds =
    [
        "arn:aws:iam::111111111111:role/concourse-worker",
        "arn:aws-us-gov:iam::222222222222:role/ci/main/worker-permissions",
        "arn:aws::iam::033145145979:root",
        "arn:aws:iam:111111111111:role/x",
        "arn:aws:sts::111111111111:assumed-role/concourse-worker/i-0123456789abcdef0",
        "arn:aws:iam::111111111111:instance-profile/test_profile1",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
        "((roles/worker-permissions))",
        " arn:aws:iam::111111111111:role/with-a-line-end\n",
    ];

    [Fact]
    public async Task Every_text_is_read_or_explained()
    {
        var report = await new FuzzRun("ARNs", Seeds, text => Task.FromResult(Read(text)), _ => false).RunAsync();

        Assert.InRange(report.Accepted, report.Settings.Inputs / 100, report.Settings.Inputs);
        Assert.InRange(report.Refused, report.Settings.Inputs / 10, report.Settings.Inputs);
    }

    private static bool Read(string text)
    {
        Assert.NotEmpty(RoleArnDiagnosis.Explain(text).Evidence);
        try
        {
            Assert.Equal(text.Trim(), RoleArn.Parse(text).ToString());
            return true;
        }
        catch (AssumeRoleException error)
        {
            Assert.Contains(error.Finding.Id, new[] { "ArnMalformed", "ArnNotRole", "AccountIdInvalid" });
            Assert.NotEmpty(error.Finding.Evidence);
            Assert.NotEmpty(error.Finding.Remedy);
            return false;
        }
    }
}
