using System.Collections;
using System.Management.Automation;
using System.Security;
using AssumeRole.Chains;
using AssumeRole.Completion;
using AssumeRole.Findings;
using AssumeRole.Hosting;
using AssumeRole.Parameters;
using AssumeRole.Roles;
using AssumeRole.Sessions;

namespace AssumeRole.Cmdlets;

/// <summary>
/// The parameters that every cmdlet shares which assumes roles. None is Mandatory and none has a Validate attribute: their errors
/// would end only the statement and carry PowerShell's ids instead of ours. Core checks every value.
/// </summary>
public abstract class RoleRequestCmdlet : IdentityCmdlet
{
    /// <summary>Roles to pass through before RoleArn, in order.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string[]? Via { get; set; }

    /// <summary>How long the last hop's session lasts, 900 to 43200 seconds; aws_assume_role_duration if left out, then 3600.</summary>
    [Parameter]
    public virtual string? DurationSeconds { get; set; }

    /// <summary>The session's name in CloudTrail, for every hop; aws_assume_role_session_name if left out, then concourse-task.</summary>
    [Parameter]
    public virtual string? RoleSessionName { get; set; }

    /// <summary>The external id that the last role's trust policy asks for.</summary>
    [Parameter]
    public virtual string? ExternalId { get; set; }

    /// <summary>A JSON policy that narrows the last hop's session.</summary>
    [Parameter]
    public string? Policy { get; set; }

    /// <summary>ARNs of up to ten managed policies that narrow the last hop's session.</summary>
    [Parameter]
    public string[]? PolicyArn { get; set; }

    /// <summary>Session tags of the last hop; those in TransitiveTagKey belong to the first.</summary>
    [Parameter]
    [TagTransformation]
    public Hashtable? Tag { get; set; }

    /// <summary>Keys of the tags that every later hop inherits.</summary>
    [Parameter]
    public string[]? TransitiveTagKey { get; set; }

    /// <summary>Who stands behind the session. The first hop sets it; it cannot be changed later.</summary>
    [Parameter]
    public string? SourceIdentity { get; set; }

    /// <summary>The ARN or serial number of the MFA device that the first hop is made with.</summary>
    [Parameter]
    public string? SerialNumber { get; set; }

    /// <summary>The six digits of that device; without -SerialNumber, of the profile's mfa_serial. Asked for on a terminal if left out.</summary>
    [Parameter]
    public string? TokenCode { get; set; }

    /// <summary>An OIDC token that stands for the caller at the first hop, such as Concourse's idtoken.</summary>
    [Parameter]
    [WebIdentityTokenTransformation]
    public SecureString? WebIdentityToken { get; set; }

    /// <summary>The file of such a token.</summary>
    [Parameter]
    public string? WebIdentityTokenFile { get; set; }

    /// <summary>What Get-AssumedRoleCredential returned, or a PSCredential with the access key id as user name, to start from.</summary>
    [Parameter]
    [AllowNull]
    public object? Credential { get; set; }

    /// <summary>Starts from the session in force instead of the worker's own identity.</summary>
    [Parameter]
    public SwitchParameter Chain { get; set; }

    /// <summary>Whether this cmdlet takes roles from the pipeline.</summary>
    private protected virtual bool TakesPipelineInput => false;

    /// <summary>Checks the parameters and makes a request of them. Nothing is sent.</summary>
    /// <exception cref="AssumeRoleException">The first fault found.</exception>
    private protected SessionRequest Plan(string? roleArn, bool useCache)
    {
        // PowerShell reports what it cannot bind and runs the cmdlet all the same, which would take aws_assume_role_arn instead.
        if (MyInvocation.ExpectingInput && !TakesPipelineInput)
            throw FindingCatalogue.PipelineInputRefused.Error(MyInvocation.MyCommand.Name, "Something was piped to it.");
        var chain = RoleChain.Plan(Ask(roleArn), ProcessState.Environment.BeforeRoles);
        var selection = SelectBase(
            MyInvocation.BoundParameters.ContainsKey(nameof(Credential)) ? ParameterValues.ToKeys(Credential) : null,
            Chain,
            WebIdentityToken is not null || WebIdentityTokenFile is not null);
        return new SessionRequest(chain, selection, Region, EndpointUrl, useCache);
    }

    /// <summary>What was asked of one role, not checked yet.</summary>
    private protected RoleChainRequest Ask(string? roleArn) => new()
    {
        RoleArn = roleArn,
        Via = Via ?? [],
        DurationSeconds = DurationSeconds,
        RoleSessionName = RoleSessionName,
        ExternalId = ExternalId,
        Policy = Policy,
        PolicyArns = PolicyArn ?? [],
        Tags = ParameterValues.ToTags(Tag),
        TransitiveTagKeys = TransitiveTagKey ?? [],
        SourceIdentity = SourceIdentity,
        SerialNumber = SerialNumber,
        TokenCode = TokenCode,
        WebIdentityToken = WebIdentityToken is null ? null : ParameterValues.ToSecret(WebIdentityToken),
        WebIdentityTokenFile = ToFilePath(WebIdentityTokenFile),
    };

    /// <summary>Says in the task's log that nobody set a duration, in the words of the bash helper.</summary>
    private protected void AnnounceDefaultDuration(SessionRequest request)
    {
        if (request.Chain.DurationDefaulted) WriteHostLine(RoleChain.DefaultDurationNotice);
    }

    /// <summary>Whether AWS.Tools has credentials of its own in this session.</summary>
    private protected bool HasStoredCredentials => GetVariableValue("StoredAWSCredentials") is not null;

    /// <summary>AWS.Tools takes its own variable before the environment, so a session in the environment would not reach it.</summary>
    private protected void WarnOfStoredCredentials()
    {
        if (HasStoredCredentials)
            WriteWarning("$StoredAWSCredentials is set, and AWS.Tools takes it before the environment. Run Clear-AWSCredential to let its cmdlets use this role.");
    }
}

/// <summary>Base class of the cmdlets that may use a cached session.</summary>
public abstract class SessionRequestCmdlet : RoleRequestCmdlet
{
    /// <summary>Opens the AWS services while parameters bind.</summary>
    protected SessionRequestCmdlet() => AwsLibrary.Open();

    /// <summary>
    /// Asks STS even if a session is in memory, and keeps the new one out of it. A session in memory may have only five minutes
    /// left.
    /// </summary>
    [Parameter]
    public SwitchParameter NoCache { get; set; }
}
