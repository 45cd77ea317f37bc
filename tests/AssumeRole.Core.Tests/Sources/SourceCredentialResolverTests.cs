using AssumeRole.Credentials;
using AssumeRole.Roles;
using AssumeRole.Sources;

namespace AssumeRole.Core.Tests.Sources;

public sealed class SourceCredentialResolverTests : IDisposable
{
    private const string MfaProfile = "[default]\nrole_arn = arn:aws:iam::111111111111:role/x\nsource_profile = base\n"
        + "mfa_serial = arn:aws:iam::111111111111:mfa/ann\n[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n";

    private readonly SourceBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task Auto_takes_environment_web_identity_profile_container_and_instance_in_this_order()
    {
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "s");
        bench.Variables.Set("AWS_WEB_IDENTITY_TOKEN_FILE", "token");
        bench.Variables.Set("AWS_ROLE_ARN", "arn:aws:iam::111111111111:role/web");
        bench.WriteCredentials("[default]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s");
        bench.Variables.Set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/creds");

        await AssertAutoAsync("AKIAENVIRONMENT", CredentialSource.Environment);
        bench.Variables.Set("AWS_ACCESS_KEY_ID", "");
        bench.Variables.Set("AWS_SECRET_ACCESS_KEY", "");
        await AssertAutoAsync("ASIA-web", CredentialSource.WebIdentity);
        bench.Variables.Set("AWS_WEB_IDENTITY_TOKEN_FILE", null);
        await AssertAutoAsync("AKIAPROFILE", CredentialSource.Profile);
        bench.WriteCredentials("");
        await AssertAutoAsync("ASIACONTAINER", CredentialSource.Container);
        bench.Variables.Set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", null);
        await AssertAutoAsync("ASIAWORKER", CredentialSource.Instance);
    }

    [Fact]
    public async Task Auto_finds_nothing_where_nothing_is_and_says_where_it_looked()
    {
        bench.Metadata = FakeMetadata.Unreachable();

        var finding = await Sample.FindingOfAsync(() => bench.ResolveAsync());

        Assert.Equal("BaseCredentialsMissing", finding.Id);
        Assert.Collection(
            finding.Evidence.Split("; "),
            source => Wording.Names(source, "Environment:", "AWS_ACCESS_KEY_ID"),
            source => Wording.Names(source, "WebIdentity:", "AWS_WEB_IDENTITY_TOKEN_FILE"),
            source => Wording.Names(source, "Profile:", "default profile"),
            source => Wording.Names(
                source, "Container:", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
            source => Wording.Names(source, "Instance:", "Connection refused"));
    }

    [Theory]
    [InlineData(false, "MetadataHopLimit")]
    [InlineData(true, "BaseCredentialsMissing")]
    public async Task A_hop_limit_is_seen_on_an_instance_alone_and_silence_on_laptops_too(bool isSilent, string id)
    {
        // A hop limit shows in an answer that comes in a fraction of the time that the other does not come in.
        bench.Variables.Set("AWS_METADATA_SERVICE_TIMEOUT", isSilent ? "0.25" : "4");
        bench.Variables.Set("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "1");
        bench.Metadata.IsSilentTo = request => isSilent || request.Method == HttpMethod.Put;

        var finding = await Sample.FindingOfAsync(() => bench.ResolveAsync());

        Assert.Equal(id, finding.Id);
        Assert.Contains("--http-put-response-hop-limit 2", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Auto_looks_further_where_another_clouds_service_answers()
    {
        bench.Metadata.TokenAnswer = () => FakeHttp.Text(System.Net.HttpStatusCode.NotFound);

        Assert.Equal("BaseCredentialsMissing", (await Sample.FindingOfAsync(() => bench.ResolveAsync())).Id);
    }

    [Theory]
    [InlineData("InstanceProfileMissing")]
    [InlineData("InstanceRoleError")]
    public async Task A_fault_of_the_instance_itself_is_reported_as_that(string id)
    {
        bench.Metadata.Documents.Remove("/latest/meta-data/iam/security-credentials/" + (id == "InstanceRoleError" ? "worker" : ""));

        Assert.Equal(id, (await Sample.FindingOfAsync(() => bench.ResolveAsync())).Id);
    }

    [Fact]
    public async Task A_profile_that_is_configured_and_fails_is_no_reason_to_look_further()
    {
        bench.Variables.Set("AWS_PROFILE", "absent");
        Assert.Equal("ProfileMissing", (await Sample.FindingOfAsync(() => bench.ResolveAsync())).Id);

        bench.WriteConfig("[profile absent]\nregion = eu-west-1");
        Assert.Equal("ProfileInvalid", (await Sample.FindingOfAsync(() => bench.ResolveAsync())).Id);
    }

    [Fact]
    public async Task A_default_profile_that_is_configured_and_fails_is_none_either()
    {
        bench.WriteConfig("[default]\nrole_arn = arn:aws:iam::111111111111:role/x\nsource_profile = absent");

        Assert.Equal("ProfileMissing", (await Sample.FindingOfAsync(() => bench.ResolveAsync())).Id);
    }

    [Fact]
    public async Task A_default_profile_without_credentials_is_passed_over()
    {
        bench.WriteConfig("[default]\nregion = eu-west-1");

        await AssertAutoAsync("ASIAWORKER", CredentialSource.Instance);
    }

    [Fact]
    public async Task A_container_endpoint_that_fails_is_no_reason_to_ask_the_instance()
    {
        bench.Variables.Set("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/creds");
        bench.Container = new FakeHttp(_ => FakeHttp.Text(System.Net.HttpStatusCode.Forbidden));

        Assert.Equal("ContainerCredentialsUnavailable", (await Sample.FindingOfAsync(() => bench.ResolveAsync())).Id);
        Assert.Empty(bench.Metadata.Http.Requests);
    }

    [Fact]
    public async Task A_web_identity_role_that_is_wrong_is_an_error()
    {
        bench.Variables.Set("AWS_WEB_IDENTITY_TOKEN_FILE", "token");
        bench.Variables.Set("AWS_ROLE_ARN", "deploy");

        Assert.Equal("ArnMalformed", (await Sample.FindingOfAsync(() => bench.ResolveAsync())).Id);
    }

    [Theory]
    [InlineData(CredentialSource.Environment, "AWS_ACCESS_KEY_ID")]
    [InlineData(CredentialSource.WebIdentity, "AWS_WEB_IDENTITY_TOKEN_FILE")]
    [InlineData(CredentialSource.Profile, "default profile")]
    [InlineData(CredentialSource.Container, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI")]
    public async Task A_source_that_was_asked_for_by_name_and_has_nothing_is_an_error(CredentialSource source, string evidence)
    {
        var finding = await Sample.FindingOfAsync(() => bench.ResolveAsync(source));

        Assert.Equal("BaseCredentialsMissing", finding.Id);
        Wording.Names(finding.Evidence, $"{source}:", evidence);
        Assert.DoesNotContain(';', finding.Evidence);
    }

    [Fact]
    public async Task The_instance_that_was_asked_for_by_name_and_does_not_answer_is_that_error()
    {
        bench.Metadata = FakeMetadata.Unreachable();

        Assert.Equal("MetadataUnavailable", (await Sample.FindingOfAsync(() => bench.ResolveAsync(CredentialSource.Instance))).Id);
    }

    [Fact]
    public async Task Our_own_role_in_the_environment_is_never_the_worker()
    {
        bench.Environment.Use(Sample.Session(), null, new FakeOwner());

        await AssertAutoAsync("ASIAWORKER", CredentialSource.Instance);
        Assert.Equal(
            "BaseCredentialsMissing", (await Sample.FindingOfAsync(() => bench.ResolveAsync(CredentialSource.Environment))).Id);
    }

    [Fact]
    public async Task Given_keys_are_taken_without_looking_anywhere()
    {
        var credentials = await bench.CreateResolver().ResolveAsync(new SourceSelection(Given: Sample.Keys), default);

        Assert.Equal((Sample.Keys, "the credential that was given, …USER"), (credentials.Keys, credentials.Origin));
        Assert.Empty(bench.Metadata.Http.Requests);
    }

    [Fact]
    public async Task A_chain_starts_from_the_session_in_force()
    {
        var selection = new SourceSelection(FromSession: true);
        Assert.Equal("SessionMissing", (await Sample.FindingOfAsync(() => bench.CreateResolver().ResolveAsync(selection, default))).Id);

        bench.Environment.Use(Sample.Session(), null, new FakeOwner());
        var credentials = await bench.CreateResolver().ResolveAsync(selection, default);

        Assert.Equal(Sample.Session().ToKeys(), credentials.Keys);
        Assert.Equal((Sample.Session().AssumedRoleArn, Sample.Expiration), (credentials.Origin, credentials.Expiration));
    }

    [Fact]
    public async Task A_chain_does_not_start_from_a_session_that_has_ended()
    {
        bench.Environment.Use(Sample.Session(expiration: bench.Time.GetUtcNow().UtcDateTime), null, new FakeOwner());

        var finding = await Sample.FindingOfAsync(
            () => bench.CreateResolver().ResolveAsync(new SourceSelection(FromSession: true), default));

        Assert.Equal("SessionExpired", finding.Id);
    }

    [Fact]
    public async Task What_is_configured_is_found_without_asking_the_instance()
    {
        Assert.Null(await bench.CreateResolver().FindConfiguredAsync(default));
        Assert.Empty(bench.Metadata.Http.Requests);

        bench.WriteCredentials("[default]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s");
        Assert.Equal("AKIAPROFILE", (await bench.CreateResolver().FindConfiguredAsync(default))!.Keys!.AccessKeyId);
    }

    [Theory]
    [InlineData(CredentialSource.Auto)]
    [InlineData(CredentialSource.Profile)]
    public async Task A_code_without_a_device_answers_for_the_mfa_serial_of_the_profile(CredentialSource source)
    {
        bench.WriteConfig(MfaProfile);

        await bench.CreateResolver("123456").ResolveAsync(new SourceSelection(source), default);

        Assert.Equal(new MfaDevice("arn:aws:iam::111111111111:mfa/ann", "123456"), Assert.Single(bench.Sessions.Calls).Request.Mfa);
        Assert.NotNull(await bench.CreateResolver("123456").FindConfiguredAsync(default));
    }

    [Fact]
    public async Task A_code_answers_for_the_mfa_serial_of_a_source_profile_as_well()
    {
        bench.WriteConfig(MfaProfile.Replace("[default]", "[profile with-mfa]", StringComparison.Ordinal)
            + "[default]\nrole_arn = arn:aws:iam::111111111111:role/last\nsource_profile = with-mfa\n");

        await bench.CreateResolver("123456").ResolveAsync(new SourceSelection(), default);

        Assert.Equal(["123456", null], bench.Sessions.Calls.Select(call => call.Request.Mfa?.TokenCode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[default]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s")]
    [InlineData("[default]\nrole_arn = arn:aws:iam::111111111111:role/x\ncredential_source = Ec2InstanceMetadata")]
    public async Task A_code_that_no_device_has_a_use_for_is_an_error(string config)
    {
        bench.WriteConfig(config);

        var finding = await Sample.FindingOfAsync(() => bench.CreateResolver("123456").ResolveAsync(new SourceSelection(), default));
        var found = await Sample.FindingOfAsync(() => bench.CreateResolver("123456").FindConfiguredAsync(default));

        Assert.Equal(("MfaInvalid", "TokenCode"), (finding.Id, finding.Target));
        Assert.Equal(("MfaInvalid", "TokenCode"), (found.Id, found.Target));
    }

    [Fact]
    public async Task A_code_beside_given_keys_is_an_error() => Assert.Equal(
        "MfaInvalid",
        (await Sample.FindingOfAsync(() => bench.CreateResolver("123456").ResolveAsync(new SourceSelection(Given: Sample.Keys), default))).Id);

    private async Task AssertAutoAsync(string accessKeyId, CredentialSource source)
    {
        var credentials = await bench.ResolveAsync();
        Assert.Equal((accessKeyId, source), (credentials.Keys!.AccessKeyId, credentials.Source));
    }
}
