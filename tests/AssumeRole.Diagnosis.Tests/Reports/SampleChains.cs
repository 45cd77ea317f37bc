using AssumeRole.Chains;

namespace AssumeRole.Diagnosis.Tests.Reports;

/// <summary>Steps as a walk gives them, made by hand.</summary>
public static class SampleChains
{
    public const string First = "arn:aws:iam::222222222222:role/worker-permissions";
    public const string Second = "arn:aws:iam::333333333333:role/ci/deploy";
    public const string Third = "arn:aws:iam::333333333333:role/audit";
    public const string Caller = "arn:aws:sts::111111111111:assumed-role/concourse-worker/i-0123456789abcdef0";

    /// <summary>The names of all samples.</summary>
    public static IEnumerable<string> Names =>
        [nameof(Healthy), nameof(Denied), nameof(BrokenAtMetadata), nameof(TwoTargets), nameof(Undecided), nameof(Long), nameof(Offline), nameof(Hostile)];

    /// <summary>The sample of a name.</summary>
    public static ChainStep[] Named(string name) => (ChainStep[])typeof(SampleChains).GetMethod(name)!.Invoke(null, null)!;

    public static ChainStep[] Healthy() =>
    [
        .. Worker(),
        Hop(First, 104, Third),
        Hop(Second, 96, Third),
        Hop(Third, 88, Third),
    ];

    public static ChainStep[] Denied() =>
    [
        .. Worker(),
        Hop(First, 104, Third),
        Denial(Second, Third),
        Skipped(ChainStepName.Hop, Third, "Not tried: Hop failed.", Third),
    ];

    public static ChainStep[] BrokenAtMetadata() =>
    [
        Passed(ChainStepName.Environment, "environment", 1, "In a container; no variable shadows the worker's role."),
        Step(
            ChainStepName.Metadata, "http://169.254.169.254/", ChainStepStatus.Failed, 1250, "MetadataHopLimit",
            "The answer with the token does not reach this container: it may pass one hop only.",
            "GET without a token: 401 in 2 ms. PUT for a token: connected, no answer in 1000 ms.",
            "Run aws ec2 modify-instance-metadata-options --instance-id i-0123456789abcdef0 --http-put-response-hop-limit 2 --http-endpoint enabled"),
        Skipped(ChainStepName.InstanceRole, "iam/security-credentials", "Not tried: Metadata failed."),
        Skipped(ChainStepName.CallerIdentity, "", "Not tried: Metadata failed."),
        Skipped(ChainStepName.Hop, First, "Not tried: Metadata failed.", Second),
        Skipped(ChainStepName.Hop, Second, "Not tried: Metadata failed.", Second),
    ];

    public static ChainStep[] TwoTargets() =>
    [
        .. Worker(),
        Hop(First, 104, First),
        Denial(Second, Second),
        Step(
            ChainStepName.Safety, "concourse-worker", ChainStepStatus.Warning, 0, "WorkerRoleShared",
            "Every task on this worker can take the worker's role.", "The metadata service answers a task.",
            "Give the worker's role no permission but sts:AssumeRole."),
    ];

    public static ChainStep[] Undecided() =>
    [
        Step(
            ChainStepName.Metadata, "http://169.254.169.254/", ChainStepStatus.Indeterminate, 2400, "MetadataSilent",
            "The metadata service does not answer.", "GET and PUT: connected, no answer in 1000 ms.", "Look at the firewall of the worker."),
        Skipped(ChainStepName.Hop, First, "Not tried: Metadata is undecided.", First),
    ];

    public static ChainStep[] Long() =>
    [
        .. Worker(),
        .. Enumerable.Range(1, 7).Select(number => Hop(LongRole(number), 80 + number, LongRole(8))),
        Hop(LongRole(8), 12345, LongRole(8)),
    ];

    public static ChainStep[] Offline() =>
    [
        Passed(ChainStepName.WorkerPolicy, "worker.json", 1, "2 statements."),
        Passed(ChainStepName.TrustPolicy, "trust.json", 1, "1 statement."),
        Step(
            ChainStepName.Decision, First, ChainStepStatus.Failed, 0, "AssumeDenied", "The trust policy does not let the worker in.",
            "Statement 0 (Sid Workers) names arn:aws:iam::111111111111:role/other.",
            "Add arn:aws:iam::111111111111:role/concourse-worker to its Principal."),
    ];

    public static ChainStep[] Hostile() =>
    [
        Step(
            "<script>alert(1)</script>", "\"><img src=x onerror='alert(1)'>\u001b]0;title\u0007", ChainStepStatus.Failed, 3, "Bad<Id>",
            "line one\nline two \u202egnp.exe", "\u001b[31mred\u001b[0m & \u009b2J | `code` @octocat <!-- ]]> \u0000 \ud800",
            "javascript:alert('x')", "not an arn </title><script>")
            with
            {
                Candidates = [new DenialCandidate(DenialCause.SessionTags, true, "<b>\u001b[1m", "`rm`\r\n|")],
            },
    ];

    public static ChainStep Hop(string role, int milliseconds, string chain) => Passed(
        ChainStepName.Hop,
        role,
        milliseconds,
        $"{role[..role.IndexOf(":role/", StringComparison.Ordinal)].Replace(":iam:", ":sts:", StringComparison.Ordinal)}:assumed-role/{role.Split('/')[^1]}/concourse-task"
            + " until 2026-03-04T06:06:07Z, request id 01234567-89ab-cdef-0123-456789abcdef.") with
    {
        Chain = chain,
    };

    public static ChainStep Denial(string role, string chain) => Step(
        ChainStepName.Hop, role, ChainStepStatus.Failed, 131, "AssumeDenied", $"AWS denies {Caller} the role.",
        $"AccessDenied: User: {Caller} is not authorized to perform: sts:AssumeRole on resource: {role} (403, request id 01234567-89ab-cdef-0123-456789abcdef).",
        "Go through the causes in this order.", chain) with
    {
        Candidates =
        [
            new DenialCandidate(
                DenialCause.TrustPolicy, false, "The role is in another account, and the message names no policy.",
                $"Add arn:aws:iam::111111111111:role/concourse-worker to the trust policy of {role}."),
            new DenialCandidate(DenialCause.ExternalId, false, "No external id was given.", "Give the one that the role's owner told you with -ExternalId."),
            new DenialCandidate(DenialCause.RoleMissing, false, "AWS says the same of a role that is not there.", "Look the role up in account 333333333333."),
        ],
    };

    public static ChainStep Passed(string step, string target, int milliseconds, string evidence) =>
        new(step, target, ChainStepStatus.Passed, TimeSpan.FromMilliseconds(milliseconds), "", "", evidence, "");

    public static ChainStep Skipped(string step, string target, string why, string chain = "") =>
        new(step, target, ChainStepStatus.Skipped, TimeSpan.Zero, "", why, "", "") { Chain = chain };

    public static ChainStep Step(
        string step, string target, ChainStepStatus status, int milliseconds, string id, string cause, string evidence, string remedy, string chain = "") =>
        new(step, target, status, TimeSpan.FromMilliseconds(milliseconds), id, cause, evidence, remedy) { Chain = chain };

    private static string LongRole(int number) =>
        $"arn:aws:iam::{(number + 1) / 2:D12}:role/a/rather/deep/path/a-role-name-that-uses-all-of-the-sixty-four-letters-there-are-{number:D2}";

    private static ChainStep[] Worker() =>
    [
        Passed(ChainStepName.Environment, "environment", 1, "In a container; no variable shadows the worker's role."),
        Passed(ChainStepName.Metadata, "http://169.254.169.254/", 12, "The IMDSv2 token was issued."),
        Passed(ChainStepName.InstanceRole, "iam/security-credentials", 8, "Role concourse-worker, until 2026-03-04T11:00:00Z."),
        Passed(
            ChainStepName.CallerIdentity, "instance role concourse-worker", 31,
            $"{Caller}, account 111111111111, https://sts.eu-west-2.amazonaws.com/, region eu-west-2."),
    ];
}
