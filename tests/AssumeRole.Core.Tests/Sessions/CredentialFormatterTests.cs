using System.Text.Json;
using AssumeRole.Credentials;
using AssumeRole.Sessions;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class CredentialFormatterTests
{
    private static readonly SessionCredentials Session = new()
    {
        RoleArn = "arn:aws:iam::222222222222:role/deploy",
        AssumedRoleArn = "arn:aws:sts::222222222222:assumed-role/deploy/task",
        Account = "222222222222",
        RoleSessionName = "task",
        AccessKeyId = "ASIAEXAMPLE",
        SecretAccessKey = new Secret("sec/ret+key="),
        SessionToken = new Secret("tok/en+=="),
        Expiration = Sample.Expiration,
        RequestId = "request-1",
    };

    [Fact]
    public void CredentialProcess_is_the_document_that_AWS_tools_read() => AssertFormat(
        CredentialFormat.CredentialProcess,
        """
        {
          "Version": 1,
          "AccessKeyId": "ASIAEXAMPLE",
          "SecretAccessKey": "sec/ret+key=",
          "SessionToken": "tok/en+==",
          "Expiration": "2026-03-04T06:06:07Z",
          "AccountId": "222222222222"
        }
        """);

    [Fact]
    public void Environment_is_lines_for_docker_run() => AssertFormat(
        CredentialFormat.Environment,
        """
        AWS_ACCESS_KEY_ID=ASIAEXAMPLE
        AWS_SECRET_ACCESS_KEY=sec/ret+key=
        AWS_SESSION_TOKEN=tok/en+==
        AWS_CREDENTIAL_EXPIRATION=2026-03-04T06:06:07Z
        """);

    [Fact]
    public void Dotenv_is_lines_with_quotes() => AssertFormat(
        CredentialFormat.Dotenv,
        """
        AWS_ACCESS_KEY_ID="ASIAEXAMPLE"
        AWS_SECRET_ACCESS_KEY="sec/ret+key="
        AWS_SESSION_TOKEN="tok/en+=="
        AWS_CREDENTIAL_EXPIRATION="2026-03-04T06:06:07Z"
        AWS_REGION="eu-west-1"
        AWS_DEFAULT_REGION="eu-west-1"
        """,
        "eu-west-1");

    [Fact]
    public void Bash_unsets_what_would_outrank_the_keys_and_exports_them() => AssertFormat(
        CredentialFormat.Bash,
        """
        unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SECURITY_TOKEN AWS_ACCOUNT_ID AWS_ROLE_ARN AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_CONTAINER_CREDENTIALS_FULL_URI AWS_CONTAINER_AUTHORIZATION_TOKEN AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
        export AWS_ACCESS_KEY_ID='ASIAEXAMPLE'
        export AWS_SECRET_ACCESS_KEY='sec/ret+key='
        export AWS_SESSION_TOKEN='tok/en+=='
        export AWS_CREDENTIAL_EXPIRATION='2026-03-04T06:06:07Z'
        export AWS_REGION='eu-west-1'
        export AWS_DEFAULT_REGION='eu-west-1'
        """,
        "eu-west-1");

    [Fact]
    public void PowerShell_removes_what_would_outrank_the_keys_and_sets_them() => AssertFormat(
        CredentialFormat.PowerShell,
        """
        Remove-Item -ErrorAction Ignore -Path Env:AWS_PROFILE,Env:AWS_DEFAULT_PROFILE,Env:AWS_SECURITY_TOKEN,Env:AWS_ACCOUNT_ID,Env:AWS_ROLE_ARN,Env:AWS_ROLE_SESSION_NAME,Env:AWS_WEB_IDENTITY_TOKEN_FILE,Env:AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,Env:AWS_CONTAINER_CREDENTIALS_FULL_URI,Env:AWS_CONTAINER_AUTHORIZATION_TOKEN,Env:AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE
        $Env:AWS_ACCESS_KEY_ID = 'ASIAEXAMPLE'
        $Env:AWS_SECRET_ACCESS_KEY = 'sec/ret+key='
        $Env:AWS_SESSION_TOKEN = 'tok/en+=='
        $Env:AWS_CREDENTIAL_EXPIRATION = '2026-03-04T06:06:07Z'
        """);

    [Fact]
    public void Json_is_every_property_of_the_session() => AssertFormat(
        CredentialFormat.Json,
        """
        {
          "RoleArn": "arn:aws:iam::222222222222:role/deploy",
          "AssumedRoleArn": "arn:aws:sts::222222222222:assumed-role/deploy/task",
          "Account": "222222222222",
          "RoleSessionName": "task",
          "AccessKeyId": "ASIAEXAMPLE",
          "SecretAccessKey": "sec/ret+key=",
          "SessionToken": "tok/en+==",
          "Expiration": "2026-03-04T06:06:07Z",
          "RequestId": "request-1"
        }
        """);

    [Theory]
    [InlineData(CredentialFormat.Json)]
    [InlineData(CredentialFormat.CredentialProcess)]
    public void JSON_escapes_what_JSON_must(CredentialFormat format)
    {
        var text = CredentialFormatter.Format(Session with { SecretAccessKey = new Secret("a\"b\\c\nd") }, format);

        using var document = JsonDocument.Parse(text);
        Assert.Equal("a\"b\\c\nd", document.RootElement.GetProperty("SecretAccessKey").GetString());
    }

    [Fact]
    public void PowerShell_doubles_single_quotes() => Assert.Contains(
        "$Env:AWS_SESSION_TOKEN = 'it''s $HOME'",
        CredentialFormatter.Format(Session with { SessionToken = new Secret("it's $HOME") }, CredentialFormat.PowerShell),
        StringComparison.Ordinal);

    [Fact]
    public void Plain_texts_have_the_names_of_the_session_properties() => Assert.Equal(
        typeof(SessionCredentials).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal),
        CredentialFormatter.ToPlainText(Session).Select(pair => pair.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void A_format_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CredentialFormatter.Format(Session, (CredentialFormat)99));

    private static void AssertFormat(CredentialFormat format, string expected, string? region = null) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), CredentialFormatter.Format(Session, format, region));
}
