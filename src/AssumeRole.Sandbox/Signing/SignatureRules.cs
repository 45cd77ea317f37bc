using System.Text.RegularExpressions;
using AssumeRole.Sandbox.Sts;

namespace AssumeRole.Sandbox.Signing;

/// <summary>What a service demands of a signature before it looks at whose it is.</summary>
internal sealed partial class SignatureRules(string worldRegion, TimeProvider time, string service = "sts")
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    /// <summary>Why the signature cannot be right, or null.</summary>
    public StsError? Check(RequestSignature signature)
    {
        if (!signature.SignedHeaders.Contains("host", StringComparer.OrdinalIgnoreCase))
            return StsError.SignatureMismatch("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        return CheckTime(signature.Time) ?? CheckScope(signature.Scope, AwsTime.FormatBasic(signature.Time));
    }

    private StsError? CheckTime(DateTimeOffset signed)
    {
        var now = time.GetUtcNow();
        var (earliest, latest) = (now - Skew, now + Skew);
        if (signed < WholeSecond(earliest)) return StsError.SignatureMismatch(Expired(signed, earliest, now));
        return signed > latest ? StsError.SignatureMismatch(NotYetCurrent(signed, latest, now)) : null;
    }

    private static string Expired(DateTimeOffset signed, DateTimeOffset earliest, DateTimeOffset now) =>
        $"Signature expired: {AwsTime.FormatBasic(signed)} is now earlier than {AwsTime.FormatBasic(earliest)} "
        + $"({AwsTime.FormatBasic(now)} - 15 min.)";

    private static string NotYetCurrent(DateTimeOffset signed, DateTimeOffset latest, DateTimeOffset now) =>
        $"Signature not yet current: {AwsTime.FormatBasic(signed)} is still later than {AwsTime.FormatBasic(latest)} "
        + $"({AwsTime.FormatBasic(now)} + 15 min.)";

    /// <summary>Every fault of the scope in one message, each sentence with the blank that AWS leaves after it.</summary>
    private StsError? CheckScope(CredentialScope scope, string timestamp)
    {
        var message = "";
        if (scope.Region != worldRegion && !RegionName().IsMatch(scope.Region))
            message += "Credential should be scoped to a valid region. ";
        if (scope.Service != service) message += $"Credential should be scoped to correct service: '{service}'. ";
        if (scope.Terminator != CredentialScope.Version4)
        {
            message += $"Credential should be scoped with a valid terminator: '{CredentialScope.Version4}', "
                + $"not '{scope.Terminator}'. ";
        }

        if (!timestamp.StartsWith(scope.Date + "T", StringComparison.Ordinal))
        {
            message += "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
                + $"'{scope.Date}' != '{timestamp[..8]}', from '{timestamp}'.";
        }

        return message.Length == 0 ? null : StsError.SignatureMismatch(message);
    }

    private static DateTimeOffset WholeSecond(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());

    // The sandbox plays STS of every region on one port, so any region that there could be will do; a misspelt one will not.
    [GeneratedRegex(
        @"\A(af|ap|ca|cn|eu|il|me|mx|sa|us|us-gov)-(north|south|east|west|central|northeast|northwest|southeast|southwest)-\d\z")]
    private static partial Regex RegionName();
}
