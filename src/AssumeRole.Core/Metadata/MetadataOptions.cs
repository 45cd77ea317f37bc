using System.Globalization;
using AssumeRole.Profiles;
using AssumeRole.Sessions;

namespace AssumeRole.Metadata;

/// <summary>How to reach the instance metadata service (AWS SDK reference, "IMDS credential provider").</summary>
internal sealed record MetadataOptions(Uri Endpoint, bool Disabled, TimeSpan Timeout, int Attempts)
{
    private const string TimeoutVariable = "AWS_METADATA_SERVICE_TIMEOUT";
    private const string AttemptsVariable = "AWS_METADATA_SERVICE_NUM_ATTEMPTS";

    /// <summary>How long to wait before the next attempt, unless the last one timed out.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Reads the options from the environment: 1 second and 2 attempts unless it says otherwise.</summary>
    public static MetadataOptions Read(IEnvironmentVariables variables, Lazy<AwsProfileStore>? files = null) => new(
        ReadEndpoint(variables, files ?? AwsProfileStore.ReadLater(variables)),
        variables.IsTrue("AWS_EC2_METADATA_DISABLED"),
        TimeSpan.FromSeconds(ReadNumber(variables, TimeoutVariable, NumberStyles.AllowDecimalPoint, 1, 0.001, 3600)),
        (int)ReadNumber(variables, AttemptsVariable, NumberStyles.None, 2, 1, 100));

    private static Uri ReadEndpoint(IEnvironmentVariables variables, Lazy<AwsProfileStore> files)
    {
        // The endpoint wins over the mode, and a variable over the profile.
        var profile = new Lazy<AwsProfile?>(() =>
            files.Value.Find(AwsProfileStore.FindName(variables)?.Name ?? AwsProfileStore.DefaultName));
        var (endpointOrigin, endpoint) =
            ProfileSetting.Find(variables, "AWS_EC2_METADATA_SERVICE_ENDPOINT", profile, "ec2_metadata_service_endpoint");
        if (endpoint is not null)
        {
            return Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : throw ProfileSetting.Invalid(endpointOrigin, endpoint, "an http or https address");
        }

        var (modeOrigin, mode) =
            ProfileSetting.Find(variables, "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE", profile, "ec2_metadata_service_endpoint_mode");
        if (mode is null || mode.Equals("IPv4", StringComparison.OrdinalIgnoreCase)) return new Uri("http://169.254.169.254");
        return mode.Equals("IPv6", StringComparison.OrdinalIgnoreCase)
            ? new Uri("http://[fd00:ec2::254]")
            : throw ProfileSetting.Invalid(modeOrigin, mode, "IPv4 or IPv6");
    }

    private static double ReadNumber(
        IEnvironmentVariables variables, string name, NumberStyles style, double otherwise, double least, double most)
    {
        if (variables.GetNonEmpty(name) is not { } text) return otherwise;
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
                ? number
                : throw ProfileSetting.Invalid(name, text, "a positive number");
    }
}
