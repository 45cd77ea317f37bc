using AssumeRole.Credentials;
using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class SessionVariablesTests
{
    private static readonly string[] Outranking =
    [
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SECURITY_TOKEN", "AWS_ACCOUNT_ID", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME",
        "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    ];

    [Fact]
    public void A_session_is_four_variables_and_nothing_that_outranks_them()
    {
        var values = SessionVariables.For(Sample.Session(), null, []);

        Assert.Equal(
            new Dictionary<string, string?>(Outranking.Select(name => KeyValuePair.Create(name, (string?)null)))
            {
                ["AWS_ACCESS_KEY_ID"] = "ASIA-deploy",
                ["AWS_SECRET_ACCESS_KEY"] = "secret-of-deploy",
                ["AWS_SESSION_TOKEN"] = "token-of-deploy",
                ["AWS_CREDENTIAL_EXPIRATION"] = "2026-03-04T06:06:07Z",
            },
            values);
    }

    [Fact]
    public void A_region_goes_into_both_of_its_variables()
    {
        var values = SessionVariables.For(Sample.Session(), "eu-west-1", []);

        Assert.Equal(("eu-west-1", "eu-west-1"), (values["AWS_REGION"], values["AWS_DEFAULT_REGION"]));
        Assert.Equal(Outranking.Length + 6, values.Count);
    }

    [Fact]
    public void Container_variables_of_later_inventions_are_removed_too()
    {
        var values = SessionVariables.For(Sample.Session(), null, ["AWS_CONTAINER_NEW", "AWS_CONFIG_FILE", "AWS_PROFILE"]);

        Assert.Null(values["AWS_CONTAINER_NEW"]);
        Assert.DoesNotContain("AWS_CONFIG_FILE", values.Keys);
    }

    [Fact]
    public void An_expiration_is_written_in_UTC_to_the_second() =>
        Assert.Equal(
            "2026-03-04T06:06:07Z",
            SessionCredentials.FormatExpiration(Sample.Expiration.AddMilliseconds(999).ToLocalTime()));
}
