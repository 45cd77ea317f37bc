using System.Text.Json;
using AssumeRole.Aws.Stores;
using AssumeRole.Lambda;
using AssumeRole.Rotation;

namespace AssumeRole.Aws.Tests.Rotation;

/// <summary>The deployment that the example describes: it applies, and what it grants is what the function needs.</summary>
public sealed class TerraformTests(TerraformFixture terraform) : IClassFixture<TerraformFixture>
{
    private const string FunctionRole = "arn:aws:iam::123456789012:role/assumerole-rotation";

    [Fact]
    public async Task It_applies_and_a_second_plan_changes_nothing()
    {
        Assert.SkipWhen(terraform.Absence is not null, terraform.Absence ?? "");
        Assert.Contains("Apply complete!", terraform.Output, StringComparison.Ordinal);

        var (exitCode, output) = await terraform.PlanAgainAsync();

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task There_is_one_rule_a_team_at_minutes_of_their_own_and_alarms_for_failure_and_silence()
    {
        var deployed = await ReadAsync();

        Assert.Equal(
            ["assumerole-rotation-example-team", "assumerole-rotation-other-team"],
            deployed.GetProperty("rules").EnumerateObject().Select(rule => rule.Name));
        var schedules = deployed.GetProperty("rules").EnumerateObject().Select(rule => rule.Value.GetProperty("schedule").GetString()!).ToArray();
        Assert.All(schedules, schedule => Assert.Matches(@"^cron\(\d+/30 \* \* \* \? \*\)$", schedule));
        Assert.Equal(2, schedules.Distinct().Count());
        Assert.Equal(
            ["assumerole-rotation-failed Errors notBreaching", "assumerole-rotation-silent Invocations breaching"],
            deployed.GetProperty("alarms").EnumerateArray().Select(alarm => alarm.GetString()));
        Assert.Equal("provided.al2023", deployed.GetProperty("runtime").GetString());
    }

    [Fact]
    public async Task With_the_policies_that_it_makes_a_rules_input_ends_in_the_documented_paths()
    {
        var deployed = await ReadAsync();
        await using var bench = await StartAsync(deployed);
        var input = deployed.GetProperty("rules").GetProperty("assumerole-rotation-other-team").GetProperty("input").GetString()!;
        Assert.Contains("\"duration\":1800", input, StringComparison.Ordinal);

        var answer = await HandleAsync(bench, deployed.GetProperty("rules").GetProperty("assumerole-rotation-example-team").GetProperty("input").GetString()!.Replace("222222222222", "123456789999", StringComparison.Ordinal));

        Assert.Equal("""{"total":2,"rotated":2,"kept":0,"failed":0}""", answer);
        var names = bench.Sandbox.Calls.Where(call => call.Action == "CreateSecret").Select(call => call.Parameters["Name"]).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal("/concourse/example-team/divx-lab", names[0]);
        Assert.Equal(8, names.Length);
        // The second run replaces what the first made, which the policy allows for secrets with the program's tag alone.
        bench.Variables.Set("ASSUMEROLE_MINIMUM_REMAINING", "3600");
        Assert.Equal("""{"total":2,"rotated":2,"kept":0,"failed":0}""", await HandleAsync(bench, """{"name":"example-team","accounts":[{"name":"divx-lab","roleArn":"arn:aws:iam::123456789999:role/machine-user-example"},{"name":"divx-prod","roleArn":"arn:aws:iam::123456789999:role/machine-user-example"}]}"""));
        Assert.DoesNotContain(bench.Sandbox.Calls, call => call.Action == "GetSecretValue");
    }

    [Fact]
    public async Task Another_team_does_not_get_the_role_whatever_it_configures()
    {
        await using var bench = await StartAsync(await ReadAsync());

        var error = await Assert.ThrowsAsync<Findings.AssumeRoleException>(() => HandleAsync(
            bench, """{"name":"other-team","accounts":[{"name":"theirs","roleArn":"arn:aws:iam::123456789999:role/machine-user-example"}]}"""));

        Assert.Equal("1 of 1: other-team/theirs (AssumeDenied).", error.Finding.Evidence);
    }

    [Fact]
    public async Task Outside_its_prefix_the_function_may_not_even_look()
    {
        await using var bench = await StartAsync(await ReadAsync());
        bench.Variables.Set("SECRETS_MANAGER_PATH", "/elsewhere/{{.Account}}");

        var error = await Assert.ThrowsAsync<Findings.AssumeRoleException>(() => HandleAsync(
            bench, """{"name":"example-team","accounts":[{"name":"x","roleArn":"arn:aws:iam::123456789999:role/machine-user-example"}]}"""));

        Assert.Equal("1 of 1: example-team/x (SecretStoreDenied).", error.Finding.Evidence);
    }

    /// <summary>A sandbox whose function role and account role have the policies that terraform made.</summary>
    private static async Task<RotationBench> StartAsync(JsonElement deployed)
    {
        var bench = await RotationBench.StartAsync(
            $$$"""
            {'region':'eu-west-1',
             'instance':{'instanceId':'i-1','roleArn':'{{{FunctionRole}}}','availabilityZone':'eu-west-1a'},
             'roles':[
              {'arn':'{{{FunctionRole}}}',
               'trustPolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{'Service':'ec2.amazonaws.com'}}]},
               'policies':[{'name':'rotate','document':{{{deployed.GetProperty("policy").GetRawText()}}}}]},
              {'arn':'arn:aws:iam::123456789999:role/machine-user-example','trustPolicy':{{{deployed.GetProperty("trust").GetRawText()}}}}]}
            """);
        foreach (var variable in deployed.GetProperty("variables").EnumerateObject()) bench.Variables.Set(variable.Name, variable.Value.GetString());
        return bench;
    }

    private static Task<string> HandleAsync(RotationBench bench, string input)
    {
        var function = new RotationFunction(new SdkStores(), bench.CreateIssuer, bench.Variables, bench.Trace.Enqueue, TimeProvider.System);
        return function.HandleAsync(new LambdaInvocation("id-1", input, DateTimeOffset.MaxValue), default);
    }

    private async Task<JsonElement> ReadAsync()
    {
        Assert.SkipWhen(terraform.Absence is not null, terraform.Absence ?? "");
        return JsonSerializer.Deserialize<JsonElement>(await terraform.Moto.PythonAsync(
            """
            events, iam = c('events'), c('iam')
            name = 'assumerole-rotation'
            rules = {rule['Name']: {'schedule': rule['ScheduleExpression'], 'input': events.list_targets_by_rule(Rule=rule['Name'])['Targets'][0]['Input']}
              for rule in events.list_rules(NamePrefix=name)['Rules']}
            function = c('lambda').get_function_configuration(FunctionName=name)
            print(json.dumps({
              'rules': dict(sorted(rules.items())),
              'alarms': sorted(f"{one['AlarmName']} {one['MetricName']} {one['TreatMissingData']}" for one in c('cloudwatch').describe_alarms()['MetricAlarms']),
              'runtime': function['Runtime'],
              'variables': function['Environment']['Variables'],
              'policy': iam.get_role_policy(RoleName=name, PolicyName='rotate')['PolicyDocument'],
              'trust': iam.get_role(RoleName='machine-user-example')['Role']['AssumeRolePolicyDocument']}))
            """));
    }
}
