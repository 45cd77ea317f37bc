namespace AssumeRole.Diagnosis.Tests.Fuzz;

/// <summary>
/// Policies as people write them: those of the posts that the project comes from, mistakes and all, and some that use every
/// element.
/// </summary>
internal static class PolicySeeds
{
    /// <summary>The worker's policy as the post has it, with "Resources".</summary>
    public const string Worker =
        """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": "sts:AssumeRole",
              "Resources": ["arn:aws:iam::*:role/worker-permissions"]
            }
          ]
        }
        """;

    /// <summary>The trust policy of the same post.</summary>
    public const string Trust =
        """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": "sts:AssumeRole",
              "Principal": {
                "AWS": "arn:aws:iam::111111111111:role/concourse-worker"
              }
            }
          ]
        }
        """;

    private const string AccountRoot =
        """
        { "Version": "2012-10-17", "Statement": [ { "Action": "sts:AssumeRole", "Principal": { "Service": "ec2.amazonaws.com",
          "AWS": "arn:aws::iam::033145145979:root" }, "Effect": "Allow", "Sid": "" } ] }
        """;

    private const string Conditions =
        """
        { "Version": "2012-10-17", "Id": "all", "Statement": [
          { "Sid": "one", "Effect": "Allow", "Principal": "*", "Action": ["sts:AssumeRole", "sts:TagSession"], "Condition": {
            "StringEquals": { "sts:ExternalId": ["pipeline-42", "${aws:username, 'x'}"] }, "IpAddress": { "aws:SourceIp": "10.0.0.0/8" },
            "NumericLessThan": { "aws:MultiFactorAuthAge": 3600 }, "Bool": { "aws:SecureTransport": true },
            "DateGreaterThan": { "aws:CurrentTime": "2026-01-01T00:00:00Z" }, "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/*" },
            "ForAllValues:StringLike": { "aws:TagKeys": ["t*", "s?age"] }, "Null": { "aws:TokenIssueTime": "true" },
            "StringNotEqualsIfExists": { "aws:username": "Eve" }, "BinaryEquals": { "k": "QmluYXJ5" } } },
          { "Effect": "Deny", "NotPrincipal": { "AWS": ["arn:aws:iam::222222222222:user/alice", "222222222222"] }, "NotAction": "sts:*",
            "NotResource": "arn:aws:iam::222222222222:role/${aws:PrincipalTag/team}/*" } ] }
        """;

    private const string WebIdentity =
        """
        { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
          "Principal": { "Federated": "arn:aws:iam::222222222222:oidc-provider/concourse.example.com" },
          "Condition": { "StringEquals": { "concourse.example.com:aud": "sts.amazonaws.com", "concourse.example.com:sub": "team/pipeline" } } } }
        """;

    private const string Administrator =
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""";

    public static IReadOnlyList<string> All { get; } = [Worker, Trust, AccountRoot, Conditions, WebIdentity, Administrator];
}
