namespace AssumeRole.Aws.Tests.Diagnosis;

/// <summary>
/// Worlds as JSON with single quotes. Each has the worker's role, a role of the same account, one of another account on the way
/// and one at the end; all is well in it but for what the caller changes.
/// </summary>
internal static class WorldText
{
    public const string Worker = "arn:aws:iam::111111111111:role/worker";
    public const string Near = "arn:aws:iam::111111111111:role/deploy";
    public const string Middle = "arn:aws:iam::222222222222:role/middle";
    public const string Far = "arn:aws:iam::222222222222:role/deploy";
    public const string OwnAccount = "arn:aws:iam::111111111111:root";
    public const string EveryAction = "'sts:AssumeRole','sts:TagSession','sts:SetSourceIdentity'";
    public const string AllowAll = "{'Effect':'Allow','Action':'*','Resource':'*'}";
    public const string AllowS3 = "{'Effect':'Allow','Action':'s3:*','Resource':'*'}";
    public const string DenySts = "{'Effect':'Deny','Action':'sts:*','Resource':'*'}";

    private const string WellInstance = $"'roleArn':'{Worker}','availabilityZone':'eu-west-1a'";

    /// <summary>Writes a world.</summary>
    /// <param name="instance">What the instance has beside its role and zone.</param>
    /// <param name="hasInstance">Whether there is an instance at all.</param>
    /// <param name="worker">The statements of the worker's own policy.</param>
    /// <param name="workerMore">Further members of the worker's role, with a comma before them.</param>
    /// <param name="ec2">The service that the worker's role trusts.</param>
    /// <param name="near">The trust statements of the role in the worker's account.</param>
    /// <param name="middle">The statements of the own policy of the role on the way.</param>
    /// <param name="far">The trust statements of the role at the end.</param>
    /// <param name="farMore">Further members of that role, with a comma before them.</param>
    /// <param name="faults">What is to go wrong.</param>
    /// <param name="more">Further members of the world, with a comma before them.</param>
    public static string Of(
        string instance = "",
        bool hasInstance = true,
        string worker = AllowAll,
        string workerMore = "",
        string ec2 = "ec2.amazonaws.com",
        string? near = null,
        string middle = AllowAll,
        string? far = null,
        string farMore = "",
        string faults = "",
        string more = "")
    {
        var trustOfWorker = $"{{'Effect':'Allow','Action':'sts:AssumeRole','Principal':{{'Service':'{ec2}'}}}}";
        string[] roles =
        [
            Role(Worker, trustOfWorker, worker, workerMore),
            Role(Near, near ?? Trust(OwnAccount), AllowAll, ""),
            Role(Middle, Trust(Worker), middle, ""),
            Role(Far, far ?? $"{Trust(Worker)},{Trust(Middle)}", AllowAll, farMore),
        ];
        return $"{{'region':'eu-west-1'{(hasInstance ? $",'instance':{{{WellInstance}{instance}}}" : "")},"
            + $"'roles':[{string.Join(',', roles)}],'faults':{{{faults}}}{more}}}";
    }

    /// <summary>A trust statement.</summary>
    public static string Trust(string principal, string actions = EveryAction, string condition = "") =>
        $"{{'Effect':'Allow','Action':[{actions}],'Principal':{{'AWS':'{principal}'}}"
        + $"{(condition.Length == 0 ? "" : $",'Condition':{{{condition}}}")}}}";

    /// <summary>A policy with a name.</summary>
    public static string Policy(string statements, string name = "p") => $"{{'name':'{name}','document':{Document(statements)}}}";

    private static string Role(string arn, string trust, string statements, string more) =>
        $"{{'arn':'{arn}','trustPolicy':{Document(trust)},'policies':[{Policy(statements)}]{more}}}";

    private static string Document(string statements) => $"{{'Version':'2012-10-17','Statement':[{statements}]}}";
}
