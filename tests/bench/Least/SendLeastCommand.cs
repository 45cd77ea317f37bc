using System.Management.Automation;

namespace LeastModule;

/// <summary>
/// The least that a compiled module can do to ask STS: one POST by HttpClient, not signed, its answer not read. What AssumeRole takes
/// beyond this is its own.
/// </summary>
[Cmdlet(VerbsCommunications.Send, "Least")]
public sealed class SendLeastCommand : PSCmdlet
{
    /// <summary>Where to.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public Uri Url { get; set; } = null!;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var content = new FormUrlEncodedContent([new("Action", "GetCallerIdentity"), new("Version", "2011-06-15")]);
        using var answer = http.PostAsync(Url, content).GetAwaiter().GetResult();
        answer.Content.ReadAsStringAsync().GetAwaiter().GetResult();
    }
}
