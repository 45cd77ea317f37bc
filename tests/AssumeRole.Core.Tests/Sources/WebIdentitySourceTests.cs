using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sources;

namespace AssumeRole.Core.Tests.Sources;

public sealed class WebIdentitySourceTests : IDisposable
{
    private readonly SourceBench bench = new();

    public WebIdentitySourceTests()
    {
        bench.Variables.Set("AWS_WEB_IDENTITY_TOKEN_FILE", "token.jwt");
        bench.Variables.Set("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/web");
    }

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task The_token_is_exchanged_for_the_role_without_a_signature()
    {
        var credentials = await bench.ResolveAsync(CredentialSource.WebIdentity);

        var call = Assert.Single(bench.Sessions.Calls);
        Assert.Equivalent(
            new RoleRequest
            {
                Role = RoleArn.Parse("arn:aws:iam::111111111111:role/web"),
                SessionName = "assumerole-web-identity",
                WebIdentity = new WebIdentity(null, "token.jwt"),
            },
            call.Request,
            strict: true);
        Assert.Null(call.Keys);
        Assert.Equal(("web identity role web", Sample.Expiration), (credentials.Origin, credentials.Expiration));
    }

    [Fact]
    public async Task The_session_name_can_be_set()
    {
        bench.Variables.Set("AWS_ROLE_SESSION_NAME", "mine");

        await bench.ResolveAsync(CredentialSource.WebIdentity);

        Assert.Equal("mine", bench.Sessions.Calls[0].Request.SessionName);
        bench.Variables.Set("AWS_ROLE_SESSION_NAME", "a/b");
        var finding = await Sample.FindingOfAsync(() => bench.ResolveAsync(CredentialSource.WebIdentity));
        Assert.Equal("RoleSessionNameInvalid", finding.Id);
        Wording.Names(finding.Evidence, "AWS_ROLE_SESSION_NAME", "'a/b'", "3");
    }

    [Fact]
    public void A_token_without_a_role_stands_for_the_caller_if_it_was_asked_for_by_name()
    {
        var resolver = bench.CreateResolver();
        Assert.Null(resolver.FindBareToken(new SourceSelection(CredentialSource.WebIdentity)));

        bench.Variables.Set("AWS_ROLE_ARN", null);
        Assert.Equal(new WebIdentity(null, "token.jwt"), resolver.FindBareToken(new SourceSelection(CredentialSource.WebIdentity)));
        Assert.Null(resolver.FindBareToken(new SourceSelection()));
    }
}
