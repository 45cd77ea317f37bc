namespace AssumeRole.Findings;

/// <content>What the differential probe of the metadata service finds (EC2 guide, "Use IMDS").</content>
public static partial class FindingCatalogue
{
    internal static FindingKind MetadataHopLimit => new(FaultCategory.OperationTimeout, ExitCode.MetadataUnreachable,
        Cause: "The IMDSv2 token does not reach this container: the instance's hop limit is too low.",
        Remedy: "Raise it: aws ec2 modify-instance-metadata-options --instance-id <id> --http-put-response-hop-limit 2 --http-endpoint "
            + "enabled.",
        Symptom: "In a container every AWS tool waits for seconds and then says that it cannot locate credentials, while the same tool "
            + "works on the instance itself.");

    internal static FindingKind MetadataSilent => new(FaultCategory.OperationTimeout, ExitCode.MetadataUnreachable,
        Cause: "The instance metadata service does not answer, and silence does not tell why.",
        Remedy: "On a laptop, choose another -Source. On EC2, let this task reach 169.254.169.254 through firewall rules and network "
            + "policies. A silent GET does not clear the hop limit: if this is a container, raise it as well with aws ec2 "
            + "modify-instance-metadata-options --instance-id <id> --http-put-response-hop-limit 2 --http-endpoint enabled.",
        Symptom: "AWS tools wait for seconds and then find no credentials. Requests to 169.254.169.254 hang, with a token and without.");

    internal static FindingKind MetadataProxy => new(FaultCategory.ResourceUnavailable, ExitCode.MetadataUnreachable,
        Cause: "What answers at the metadata address does not know IMDSv2, as a metadata proxy such as metadataproxy does not.",
        Remedy: "Let this worker reach EC2's own service, past the proxy, or replace the proxy by one that passes PUT on. If this is no "
            + "EC2 instance, choose another -Source.",
        Symptom: "Old AWS tools find credentials, and those that insist on IMDSv2 get 404 or 405 for their token.");

    internal static FindingKind MetadataServiceError => new(FaultCategory.ResourceUnavailable, ExitCode.MetadataUnreachable,
        Cause: "The instance metadata service answers with an error.",
        Remedy: "Try again in a minute. If it stays, ask the service from the instance itself; many tasks that ask at once are "
            + "throttled.",
        Symptom: "AWS tools find no credentials now and then, and find them again a moment later.");

    internal static FindingKind MetadataAnswerInvalid => new(FaultCategory.InvalidData, ExitCode.MetadataUnreachable,
        Cause: "What answers at the metadata address gives no answer of the instance metadata service.",
        Remedy: "Find out what listens there: look at AWS_EC2_METADATA_SERVICE_ENDPOINT, at proxies and at firewall rules that redirect "
            + "169.254.169.254.",
        Symptom: "AWS tools find no credentials, or name a document or a token that they cannot read.");

    internal static FindingKind MetadataSlow => new(FaultCategory.OperationTimeout, ExitCode.MetadataUnreachable,
        Cause: "The instance metadata service answers too slowly.",
        Remedy: "Set AWS_METADATA_SERVICE_TIMEOUT to more seconds, such as 5, and look for what slows the way: a proxy or a busy worker.",
        Symptom: "AWS tools find credentials now and then, and otherwise give up after a second or two.");

    internal static FindingKind MetadataVersion1Open => new(FaultCategory.InvalidOperation, ExitCode.MetadataUnreachable,
        Cause: "The instance metadata service serves requests without a token, so whatever can be made to fetch an address gets the "
            + "role.",
        Remedy: "Require tokens: aws ec2 modify-instance-metadata-options --instance-id <id> --http-tokens required --http-endpoint "
            + "enabled.",
        Symptom: "Everything works. Security Hub lists the instance under EC2.8, and MetadataNoToken in CloudWatch may be above zero.");

    internal static FindingKind InstanceRoleExpiring => new(FaultCategory.AuthenticationError, ExitCode.NoBaseCredentials,
        Cause: "The credentials of the instance's role end in less than five minutes, and new ones are not there yet.",
        Remedy: "Run this again in a few minutes. If they still are the old ones, check that the role exists and trusts "
            + "ec2.amazonaws.com.",
        Symptom: "Calls succeed for a few minutes and then fail with ExpiredToken.");
}
