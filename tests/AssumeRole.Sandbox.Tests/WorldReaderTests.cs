using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AssumeRole.Findings;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Tests;

public sealed class WorldReaderTests
{
    [Fact]
    public async Task The_built_in_world_is_that_of_the_background_documents()
    {
        await using var client = await SandboxClient.StartAsync();
        Assert.Equal("eu-west-1", client.Sandbox.Region);
        Assert.Equal("arn:aws:iam::111111111111:role/concourse-worker", client.Sandbox.InstanceRoleArn);
        Assert.Equal(
            [
                "arn:aws:iam::111111111111:role/concourse-worker",
                "arn:aws:iam::222222222222:role/worker-permissions",
                "arn:aws:iam::333333333333:role/worker-permissions",
                "arn:aws:iam::033145145979:role/role1",
                "arn:aws:iam::033145145979:role/role2",
                "arn:aws:iam::222222222222:role/trusts-nobody",
                "arn:aws:iam::222222222222:role/needs-external-id",
                "arn:aws:iam::123456789999:role/machine-user-example",
                "arn:aws:iam::111111111111:role/needs-mfa",
                "arn:aws:iam::111111111111:role/pipeline-identity",
            ],
            client.Sandbox.RoleArns);
    }

    [Fact]
    public async Task The_example_in_the_documentation_is_a_world()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md"));
        using var document = JsonDocument.Parse(text.Split("```jsonc")[1].Split("```")[0], WorldReader.Tolerant);
        var world = WorldReader.Read(document.RootElement, "README.md");
        Assert.Equal("AssumeRoleUnauthorizedAccess", world.Faults.InstanceCredentialCode);
        Assert.Equal("sts-only", world.Roles[0].PermissionsBoundary!.Name);
    }

    [Fact]
    public async Task Every_rehearsal_among_the_examples_is_a_world_that_says_what_to_try()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "examples"), "*.json", SearchOption.AllDirectories);
        Assert.Equal(7, files.Length);
        foreach (var file in files)
        {
            var world = await WorldReader.ReadAsync(file, CancellationToken.None);
            Assert.NotNull(world.Instance?.RoleArn);
            if (Path.GetFileName(file) == "world.json") continue;
            var line = (await File.ReadAllLinesAsync(file)).Last(text => text.StartsWith("// ", StringComparison.Ordinal));
            Assert.StartsWith($"// Try: Test-WorkerRoleChain {world.Roles[^1].Arn}", line, StringComparison.Ordinal);
            Assert.True(line.Length <= 100, line);
        }
    }

    [Theory]
    [InlineData("{'region':'r','?':1}")]
    [InlineData("{'region':'r','instance':{'availabilityZone':'a','?':1}}")]
    [InlineData("{'region':'r','roles':[{'arn':'arn:aws:iam::111111111111:role/x','trustPolicy':{'Statement':{'Effect':'Allow','Action':'*','Principal':'*'}},'?':1}]}")]
    [InlineData("{'region':'r','faults':{'?':1}}")]
    public async Task Every_property_is_in_the_documentation(string world)
    {
        var exception = await Assert.ThrowsAsync<AssumeRoleException>(() => SandboxClient.StartAsync(world.Replace('\'', '"')));
        var known = exception.Finding.Evidence.Split("known are ")[1].TrimEnd('.').Split(", ");
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md"));
        Assert.True(known.Length > 5);
        Assert.All(known, name => Assert.Contains($"\"{name}\":", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_kind_of_garbage_is_in_the_documentation()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "README.md"));
        foreach (var kind in Enum.GetNames<WorldGarbage>().Where(name => name != nameof(WorldGarbage.None)))
            Assert.Contains($"\n| `{kind}` |", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_read()
    {
        const string json = """
            {"region": "r", "faults": {
             "clockOffsetSeconds": -1, "droppedConnections": 2, "throttledPercent": 20, "storeNextErrors": ["TooManyUpdates"],
             "storeDelayMilliseconds": 13, "storeDripMilliseconds": 14, "storeTruncated": true, "storeGarbage": "Empty", "throttledCalls": 3, "unavailableCalls": 4,
             "nextErrors": ["InternalFailure"], "packedPolicySize": 95, "stsDroppedConnections": 5, "stsUnreachable": true,
             "stsSilent": true, "stsDelayMilliseconds": 6, "stsDripMilliseconds": 7, "stsTruncated": true, "stsGarbage": "Page",
             "metadataDroppedConnections": 8, "metadataUnreachable": true, "metadataSilent": true, "metadataDelayMilliseconds": 9,
             "metadataDripMilliseconds": 10, "metadataTruncated": true, "metadataGarbage": "NotHttp", "metadataDisabled": true,
             "metadataTokenStatus": 404, "metadataTokenUnanswered": true, "metadataTokenDelayMilliseconds": 11,
             "metadataDocumentStatus": 500, "metadataPaddingBytes": 12, "instanceProfileCode": "InstanceProfileNotFound",
             "instanceCredentialCode": "Failed", "instanceCredentialsExpired": true}}
            """;
        using var document = JsonDocument.Parse(json);
        var faults = WorldReader.Read(document.RootElement, "test").Faults;
        var expected = new WorldFaults
        {
            ClockOffsetSeconds = -1,
            DroppedConnections = 2,
            ThrottledPercent = 20,
            StoreNextErrors = faults.StoreNextErrors,
            Store = new WorldAnswers { DelayMilliseconds = 13, DripMilliseconds = 14, Truncated = true, Garbage = WorldGarbage.Empty },
            ThrottledCalls = 3,
            UnavailableCalls = 4,
            NextErrors = faults.NextErrors,
            PackedPolicySize = 95,
            StsDroppedConnections = 5,
            StsUnreachable = true,
            StsSilent = true,
            Sts = new WorldAnswers { DelayMilliseconds = 6, DripMilliseconds = 7, Truncated = true, Garbage = WorldGarbage.Page },
            MetadataDroppedConnections = 8,
            MetadataUnreachable = true,
            MetadataSilent = true,
            Metadata = new WorldAnswers { DelayMilliseconds = 9, DripMilliseconds = 10, Truncated = true, Garbage = WorldGarbage.NotHttp },
            MetadataDisabled = true,
            MetadataTokenStatus = 404,
            MetadataTokenUnanswered = true,
            MetadataTokenDelayMilliseconds = 11,
            MetadataDocumentStatus = 500,
            MetadataPaddingBytes = 12,
            InstanceProfileCode = "InstanceProfileNotFound",
            InstanceCredentialCode = "Failed",
            InstanceCredentialsExpired = true,
        };
        Assert.Equal(expected, faults);
        Assert.Equal(["InternalFailure"], faults.NextErrors);
        Assert.Equal(["TooManyUpdates"], faults.StoreNextErrors);
    }

    [Theory]
    [InlineData("[]", "$: an object is expected")]
    [InlineData("{}", "$.region: is missing")]
    [InlineData("{'region':''}", "$.region: a string that is not empty is expected")]
    [InlineData(
        "{'region':'r','role':[]}",
        "$.role: there is no such property here; known are region, instance, roles, users, identityProviders, mfaDevices, "
        + "managedPolicies, accounts, vpcEndpointPolicy, credentialLifetime, faults")]
    [InlineData("{'region':'r','accounts':[{'id':'1'}]}", "$.accounts[0].id: '1' is not the number of an account")]
    [InlineData(
        "{'region':'r','accounts':[{'id':'111111111111'},{'id':'111111111111'}]}",
        "$.accounts: 111111111111 stands there twice")]
    [InlineData(
        "{'region':'r','faults':{'nextErrors':['Throttled']}}",
        "$.faults.nextErrors: 'Throttled' is not known; known are Throttling, ServiceUnavailable, InternalFailure, "
        + "RequestExpired, IDPCommunicationError, IDPRejectedClaim, None")]
    [InlineData(
        "{'region':'r','instance':{'availabilityZone':'a','hopLimit':0}}",
        "$.instance.hopLimit: a whole number from 1 to 64 is expected")]
    [InlineData("{'region':'r','roles':{}}", "$.roles: a list is expected")]
    [InlineData(
        "{'region':'r','instance':{'availabilityZone':'a','roleArn':'arn:aws:iam::1:role/x'}}",
        "$.instance.roleArn: no role of this world has the ARN arn:aws:iam::1:role/x")]
    [InlineData(
        "{'region':'r','instance':{'availabilityZone':'a','tokensRequired':'no'}}",
        "$.instance.tokensRequired: true or false is expected")]
    [InlineData(
        "{'region':'r','faults':{'throttledCalls':-1}}",
        "$.faults.throttledCalls: a whole number from 0 to 2147483647 is expected")]
    [InlineData(
        "{'region':'r','faults':{'metadataGarbage':'None'}}",
        "$.faults.metadataGarbage: 'None' is not known; known are NotHttp, Page, ForbiddenPage, Redirect, Empty, Broken")]
    [InlineData(
        "{'region':'r','faults':{'packedPolicySize':0}}",
        "$.faults.packedPolicySize: a whole number from 1 to 1000 is expected")]
    [InlineData(
        "{'region':'r','faults':{'metadataPaddingBytes':16777217}}",
        "$.faults.metadataPaddingBytes: a whole number from 0 to 16777216 is expected")]
    [InlineData(
        "{'region':'r','faults':{'metadataTokenStatus':199}}",
        "$.faults.metadataTokenStatus: a whole number from 200 to 599 is expected")]
    [InlineData(
        "{'region':'r','mfaDevices':[{'serialNumber':'s','userArn':'u'}]}",
        "$.mfaDevices: no user of this world has the ARN u")]
    [InlineData(
        "{'region':'r','identityProviders':[{'arn':'arn:aws:iam::111111111111:oidc-provider/x','url':'http://x'}]}",
        "$.identityProviders[0].url: an https address is expected")]
    [InlineData(
        "{'region':'r','identityProviders':[{'arn':'arn:aws:iam::111111111111:oidc-provider/x','url':'https://x','jsonWebKeySet':{}}]}",
        "$.identityProviders[0].jsonWebKeySet: an object with a list 'keys' of RSA or P-256 public keys is expected")]
    public async Task A_faulty_world_is_refused_with_the_path_of_the_fault(string world, string problem)
    {
        var exception = await Assert.ThrowsAsync<AssumeRoleException>(() => SandboxClient.StartAsync(world.Replace('\'', '"')));
        Assert.Equal("WorldInvalid", exception.Finding.Id);
        Assert.Equal($"{problem}.", exception.Finding.Evidence);
    }

    [Theory]
    [InlineData("'arn':'arn:aws:iam::1:role/x'", "$.roles[0].arn: 'arn:aws:iam::1:role/x' is not the ARN of a role")]
    [InlineData(
        "'arn':'arn:aws:iam::111111111111:role/x','maxSessionDuration':43201",
        "$.roles[0].maxSessionDuration: a whole number from 3600 to 43200 is expected")]
    [InlineData(
        "'arn':'arn:aws:iam::111111111111:role/x','maxDuration':1",
        "$.roles[0].maxDuration: there is no such property here; known are arn, trustPolicy, policies, permissionsBoundary, maxSessionDuration, description, assumedRoleArn")]
    [InlineData(
        "'arn':'arn:aws:iam::111111111111:role/x','assumedRoleArn':'arn:aws:iam::111111111111:role/y'",
        "$.roles[0].assumedRoleArn: 'arn:aws:iam::111111111111:role/y' is not the ARN of a role's session")]
    public async Task A_faulty_role_is_refused_with_the_path_of_the_fault(string role, string problem)
    {
        var world = TestWorld.Of($"{{{role},'trustPolicy':{{'Statement':{TestWorld.Trust("*")}}}}}");
        var exception = await Assert.ThrowsAsync<AssumeRoleException>(() => SandboxClient.StartAsync(world));
        Assert.Equal($"{problem}.", exception.Finding.Evidence);
    }

    [Theory]
    [InlineData("arn:aws:iam::aws:policy/ReadOnlyAccess", true)]
    [InlineData("arn:aws:iam::111111111111:policy/job/narrow", true)]
    [InlineData("arn:aws:iam::somebody:policy/narrow", false)]
    [InlineData("arn:aws:iam::aws:role/narrow", false)]
    public async Task Managed_policies_are_AWSs_own_or_an_accounts(string arn, bool taken)
    {
        var world = $"{{\"region\":\"r\",\"managedPolicies\":[{{\"arn\":\"{arn}\",\"document\":"
            + "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}}]}";
        var exception = await Record.ExceptionAsync(async () => await (await SandboxClient.StartAsync(world)).DisposeAsync());
        Assert.Equal(taken ? null : "WorldInvalid", (exception as AssumeRoleException)?.Finding.Id);
    }

    [Fact]
    public async Task A_policy_that_AWS_would_refuse_makes_a_world_that_could_not_be()
    {
        var world = TestWorld.Of(TestWorld.Role(
            "arn:aws:iam::111111111111:role/x",
            TestWorld.Trust("*"),
            "{'Effect':'Allow','Action':'sts:AssumeRole','Resources':['*']}"));
        var exception = await Assert.ThrowsAsync<AssumeRoleException>(() => SandboxClient.StartAsync(world));
        Assert.Equal(
            "$.roles[0].policies[0].document.Statement[0].Resources: IAM knows no element 'Resources'; "
            + "$.roles[0].policies[0].document.Statement[0].Resource: A statement has Resource or NotResource.",
            exception.Finding.Evidence);
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_not_JSON_is_refused()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Task<RoleSandbox> StartAsync() => RoleSandbox.StartAsync(new RoleSandboxOptions(path), CancellationToken.None);
        var absent = await Assert.ThrowsAsync<AssumeRoleException>(StartAsync);
        Assert.Equal(("WorldInvalid", path), (absent.Finding.Id, absent.Finding.Target));

        try
        {
            foreach (var text in new[] { "{\"region\": ", "{\"region\": \"\\ud800\"}" })
            {
                await File.WriteAllTextAsync(path, text);
                var broken = await Assert.ThrowsAsync<AssumeRoleException>(StartAsync);
                Assert.Equal("WorldInvalid", broken.Finding.Id);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(65536)]
    public async Task A_port_that_there_is_not_is_refused(int port)
    {
        var exception = await Assert.ThrowsAsync<AssumeRoleException>(
            () => RoleSandbox.StartAsync(new RoleSandboxOptions(Port: port), CancellationToken.None));
        Assert.Equal("PortUnavailable", exception.Finding.Id);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var exception = await Assert.ThrowsAsync<AssumeRoleException>(
            () => RoleSandbox.StartAsync(new RoleSandboxOptions(Port: port), CancellationToken.None));
        Assert.Equal("PortUnavailable", exception.Finding.Id);
    }

    [Fact]
    public async Task The_factory_opens_by_name_through_the_port_of_Core()
    {
        var factory = (IRoleSandboxFactory)Activator.CreateInstance(
            typeof(RoleSandbox).Assembly.GetType("AssumeRole.Sandbox.RoleSandboxFactory", throwOnError: true)!)!;
        await using var sandbox = await factory.StartAsync(new RoleSandboxOptions(), CancellationToken.None);
        Assert.Equal("127.0.0.1", sandbox.Endpoint.Host);
    }
}
