using System.Text;
using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Terraform;

namespace AssumeRole.Diagnosis.Tests.Terraform;

/// <summary>A plan as tests write it: JSON with single quotes, one call a resource.</summary>
internal sealed class PlanText
{
    private const string Ec2 = Policy + "'Principal':{'Service':'ec2.amazonaws.com'}}]}";

    private const string Policy = "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'sts:AssumeRole',";

    private readonly List<string> changes = [];
    private readonly List<string> blocks = [];

    public string Providers { get; init; } = "";

    public string Variables { get; init; } = "";

    /// <summary>A policy that lets its role assume others.</summary>
    public static string Assume(string resource) => Policy + $"'Resource':'{resource}'}}]}}";

    /// <summary>A trust policy.</summary>
    public static string Trust(string principal) => Policy + $"'Principal':{{'AWS':'{principal}'}}}}]}}";

    /// <summary>A policy as the text of an attribute.</summary>
    public static string Quote(string policy) => "'" + policy.Replace("'", "\\'", StringComparison.Ordinal) + "'";

    /// <summary>With the roles worker, on an instance, and target.</summary>
    public static PlanText WithRoles(string trust, string unknown = "{}", string expressions = "{}") => new PlanText()
        .Add("aws_instance.ci", "{'iam_instance_profile':'worker'}")
        .Add("aws_iam_instance_profile.worker", "{'name':'worker','role':'worker'}")
        .Add("aws_iam_role.worker", $"{{'name':'worker','assume_role_policy':{Quote(Ec2)}}}", "{'arn':true,'inline_policy':true,'managed_policy_arns':true}")
        .Add("aws_iam_role.target", $"{{'name':'target'{(trust.Length > 0 ? $",'assume_role_policy':{Quote(trust)}" : "")}}}", unknown, expressions);

    public PlanText Add(
        string address, string after, string unknown = "{}", string expressions = "{}", string provider = "aws", string action = "create")
    {
        var isData = address.StartsWith("data.", StringComparison.Ordinal);
        var parts = (isData ? address[5..] : address).Split('.');
        var key = parts[1].Split('[');
        var index = key.Length > 1 ? $",'index':{key[1].TrimEnd(']')}" : "";
        var mode = isData ? "data" : "managed";
        var names = $"'mode':'{mode}','type':'{parts[0]}','name':'{key[0]}'";
        var change = action == "delete" ? $"'before':{after},'after':null" : $"'before':null,'after':{after},'after_unknown':{unknown}";
        changes.Add($"{{'address':'{address}',{names}{index},'change':{{'actions':['{action}'],{change}}}}}");
        blocks.Add($"{{'address':'{address.Split('[')[0]}',{names},'provider_config_key':'{provider}','expressions':{expressions}}}");
        return this;
    }

    public TerraformDocument Read() => TerraformReader.Read(Encoding.UTF8.GetBytes(ToString()), "plan.json");

    public IReadOnlyList<ChainStep> Check(params string[] roles) =>
        TerraformFixture.Check(Read(), new TerraformChainRequest("plan.json") { RoleArns = roles });

    /// <summary>The decision about the role target.</summary>
    public ChainStep Decide(string role = "target") => Check(role)[^1];

    // An apostrophe within a text, which Quote has escaped, is a quotation mark within a text of the JSON.
    public override string ToString() =>
        ($"{{'format_version':'1.2','terraform_version':'1.11.4','variables':{{{Variables}}},'resource_changes':[{string.Join(',', changes)}],"
        + $"'configuration':{{'provider_config':{{{Providers}}},'root_module':{{'resources':[{string.Join(',', blocks)}]}}}}}}")
        .Replace('\'', '"');
}
