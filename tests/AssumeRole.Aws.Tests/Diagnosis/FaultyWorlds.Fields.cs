using AssumeRole.Chains;
using AssumeRole.Roles;
using static AssumeRole.Aws.Tests.Diagnosis.WorldText;

namespace AssumeRole.Aws.Tests.Diagnosis;

/// <content>
/// Tags or a source identity are passed and denied: named by AWS where their own action is missing, found out by leaving them out
/// where a condition is not met.
/// </content>
internal static partial class FaultyWorlds
{
    private const string AssumeOnly = "'sts:AssumeRole'";
    private const string TagAllowed = "'StringEqualsIfExists':{'aws:RequestTag/team':'dev'}";
    private const string IdentityAllowed = "'StringEqualsIfExists':{'sts:SourceIdentity':'ann'}";
    private const string BothAllowed = "'StringEqualsIfExists':{'aws:RequestTag/team':'dev','sts:SourceIdentity':'ann'}";

    private static RoleChainRequest Tagged => new() { RoleArn = Far, Tags = [Team] };
    private static RoleChainRequest Identified => new() { RoleArn = Far, SourceIdentity = "bob" };

    private static IEnumerable<FaultyWorld> OfFieldsThatAreDenied =>
    [
        Explained("the role does not allow tags", DenialCause.SessionTags, Of(far: Trust(Worker, AssumeOnly))) with { Request = Tagged },
        Explained("the worker may not pass tags", DenialCause.SessionTags, Of(worker: MayOnlyAssume)) with { Request = Tagged },
        Explained("the next role does not allow inherited tags", DenialCause.SessionTags, Of(far: Trust(Middle, AssumeOnly))) with
        {
            Request = Tagged with { Via = [Middle], TransitiveTagKeys = ["team"] },
            Target = Far,
        },
        Explained("the role does not allow a source identity", DenialCause.SourceIdentity, Of(far: Trust(Worker, AssumeOnly))) with
        {
            Request = Identified,
        },
        Explained("the worker may not set a source identity", DenialCause.SourceIdentity, Of(worker: MayOnlyAssume)) with
        {
            Request = Identified,
        },

        // The message says nothing of the field; asking again without it does.
        Denied("the role asks for another tag", DenialCause.TrustPolicy, Of(far: Trust(Worker, condition: TagAllowed)), DenialCause.SessionTags) with
        {
            Request = Tagged,
        },
        Explained("the role asks for another tag, looked into", DenialCause.SessionTags, Of(far: Trust(Worker, condition: TagAllowed))) with
        {
            Request = Tagged,
            Detailed = true,
        },
        Denied("the role asks for another source identity", DenialCause.TrustPolicy, Of(
            far: Trust(Worker, condition: IdentityAllowed)), DenialCause.SourceIdentity) with
        {
            Request = Identified,
        },
        Explained("the role asks for another source identity, looked into", DenialCause.SourceIdentity, Of(
            far: Trust(Worker, condition: IdentityAllowed))) with
        {
            Request = Identified with { Tags = [Team] },
            Detailed = true,
        },
        Explained("the role asks for another tag and source identity, looked into", DenialCause.SessionTags, Of(
            far: Trust(Worker, condition: BothAllowed))) with
        {
            Second = DenialCause.SourceIdentity,
            Request = Tagged with { SourceIdentity = "bob" },
            Detailed = true,
        },
        Denied("the role trusts somebody else, tags or not, looked into", DenialCause.TrustPolicy, Of(far: Trust(Near))) with
        {
            Request = Tagged with { SourceIdentity = "bob" },
            Detailed = true,
        },
        Denied("STS fails while it is asked without the tags", DenialCause.TrustPolicy, Of(
            far: Trust(Worker, condition: TagAllowed),
            faults: $"'nextErrors':['None','None','{FiveTimes}']"), DenialCause.SessionTags) with
        {
            Request = Tagged,
            Detailed = true,
        },
    ];

    private static string MayOnlyAssume => "{'Effect':'Allow','Action':'sts:AssumeRole','Resource':'*'}";
}
