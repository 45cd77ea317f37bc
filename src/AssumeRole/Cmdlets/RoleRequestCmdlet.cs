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
#pragma warning disable CS1591 // RoleParameter describes them, for the help too.
    [Parameter]
    [ArgumentCompleter(typeof(RoleArnCompleter))]
    public string[]? Via { get; set; }

    [Parameter]
    public virtual string? DurationSeconds { get; set; }

    [Parameter]
    public virtual string? RoleSessionName { get; set; }

    [Parameter]
    public virtual string? ExternalId { get; set; }

    [Parameter]
    public string? Policy { get; set; }

    [Parameter]
    public string[]? PolicyArn { get; set; }

    [Parameter]
    [TagTransformation]
    public Hashtable? Tag { get; set; }

    [Parameter]
    public string[]? TransitiveTagKey { get; set; }

    [Parameter]
    public string? SourceIdentity { get; set; }

    [Parameter]
    public string? SerialNumber { get; set; }

    [Parameter]
    public string? TokenCode { get; set; }

    [Parameter]
    [WebIdentityTokenTransformation]
    public SecureString? WebIdentityToken { get; set; }

    [Parameter]
    public string? WebIdentityTokenFile { get; set; }
#pragma warning restore CS1591

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
        var chain = RoleChain.Plan(Read(roleArn), ProcessState.Environment.BeforeRoles);
        var selection = SelectSource(
            MyInvocation.BoundParameters.ContainsKey(nameof(Credential)) ? ParameterValues.ToKeys(Credential) : null,
            Chain,
            WebIdentityToken is not null || WebIdentityTokenFile is not null);
        return new SessionRequest(chain, selection, Region, EndpointUrl, useCache);
    }

    /// <summary>Reads the parameters for one role without checking them.</summary>
    private protected RoleChainRequest Read(string? roleArn) => RoleChainRequest.Read(parameter =>
        parameter.Name == nameof(RoleChainRequest.RoleArn) ? roleArn : GetType().GetProperty(parameter.Name)!.GetValue(this) switch
        {
            Hashtable tags => ParameterValues.ToTags(tags),
            SecureString token => ParameterValues.ToSecret(token),
            string path when parameter.Kind == RoleParameterKind.File => ToFilePath(path),
            var value => value,
        });

    /// <summary>Writes to the task's log that no duration was set, in the words of the bash helper.</summary>
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
