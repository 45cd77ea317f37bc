namespace AssumeRole.Findings;

/// <content>Faults in parameters and variables that say where to start from and whom to ask. Nothing was sent.</content>
public static partial class FindingCatalogue
{
    /// <summary>Parameters that exclude each other.</summary>
    public static FindingKind ParameterConflict => new(
        nameof(ParameterConflict),
        FaultCategory.InvalidArgument,
        "These parameters exclude each other.",
        "Leave one of the named parameters out: each of them says which identity to start from.")
    {
        Symptom = "Two parameters each say which identity to start from, or one has no place in a call with a web identity "
            + "token.",
    };

    /// <summary>A parameter that was given and has no value.</summary>
    public static FindingKind ParameterEmpty => new(
        nameof(ParameterEmpty),
        FaultCategory.InvalidArgument,
        "The parameter was given and has no value. To go on without it could take another role than the one that was meant.",
        "Set the variable that the value is taken from, or leave the parameter out.")
    {
        Symptom = "A script passes a variable that is not set, such as -Team $team.",
    };

    /// <summary>Something was piped to a cmdlet that works on one role and takes none from the pipeline.</summary>
    public static FindingKind PipelineInputRefused => new(
        nameof(PipelineInputRefused),
        FaultCategory.InvalidArgument,
        "This cmdlet takes no pipeline input, and must not take another role than the one that was piped.",
        "Pass the role with -RoleArn. Get-AssumedRoleCredential takes many roles by pipeline.")
    {
        Symptom = "PowerShell says \"The input object cannot be bound to any parameters for the command\" as well.",
    };

    /// <summary>A credential source that does not exist.</summary>
    public static FindingKind SourceInvalid => new(
        nameof(SourceInvalid),
        FaultCategory.InvalidArgument,
        "There is no such credential source.",
        "Use Auto, Environment, Profile, Instance, Container or WebIdentity.")
    {
        Symptom = "-Source has a name of the AWS config file, such as Ec2InstanceMetadata, or a misspelt one.",
    };

    /// <summary>No region is configured anywhere.</summary>
    public static FindingKind RegionMissing => new(
        nameof(RegionMissing),
        FaultCategory.InvalidArgument,
        "No AWS region is configured, and none is ever guessed.",
        "Pass -Region, or set AWS_REGION.")
    {
        Symptom = "The aws CLI and boto3 say \"You must specify a region.\" (NoRegionError), AWS.Tools \"No region "
            + "specified or obtained from persisted/shell defaults.\", the .NET SDK \"No RegionEndpoint or ServiceURL "
            + "configured\".",
    };

    /// <summary>A region name that no partition could have.</summary>
    public static FindingKind RegionInvalid => new(
        nameof(RegionInvalid),
        FaultCategory.InvalidArgument,
        "This is not the name of an AWS region.",
        "A region looks like eu-west-1 or us-gov-west-1.")
    {
        Symptom = "boto3 says \"Provided region_name '...' doesn't match a supported format.\"; often it is a region's "
            + "display name, such as EU (Ireland), or a variable that was not filled in.",
    };

    /// <summary>An endpoint that is not an http or https address.</summary>
    public static FindingKind EndpointInvalid => new(
        nameof(EndpointInvalid),
        FaultCategory.InvalidArgument,
        "The STS endpoint is not an absolute http or https address.",
        "Correct -EndpointUrl, AWS_ENDPOINT_URL_STS or AWS_ENDPOINT_URL: it begins with https:// and names a host.")
    {
        Symptom = "boto3 says \"Invalid endpoint: ...\"; usually the https:// in front is missing.",
    };

    /// <summary>A variable that tunes the program has an impossible value.</summary>
    public static FindingKind VariableInvalid => new(
        nameof(VariableInvalid),
        FaultCategory.InvalidArgument,
        "An environment variable has a value that cannot be used.",
        "Correct or unset the variable that is named.")
    {
        Symptom = "One of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set without the other (boto3: \"Partial "
            + "credentials found in env, missing: AWS_SECRET_ACCESS_KEY\"), or a number, an address or a token in a variable "
            + "makes no sense.",
    };
}
