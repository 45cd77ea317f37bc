using AssumeRole.Findings;

namespace AssumeRole.Core.Tests.Findings;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("RoleArnMissing", 2)]
    [InlineData("ArnMalformed", 2)]
    [InlineData("RegionMissing", 2)]
    [InlineData("RequestInvalid", 2)]
    [InlineData("MapInvalid", 2)]
    [InlineData("BaseCredentialsMissing", 3)]
    [InlineData("CredentialsExpired", 3)]
    [InlineData("CredentialsRefused", 3)]
    [InlineData("ProfileMissing", 3)]
    [InlineData("InstanceProfileMissing", 3)]
    [InlineData("CredentialProcessFailed", 3)]
    [InlineData("ContainerCredentialsUnavailable", 3)]
    [InlineData("AssumeDenied", 4)]
    [InlineData("MfaDenied", 4)]
    [InlineData("MetadataUnavailable", 5)]
    [InlineData("MetadataDisabled", 5)]
    [InlineData("MetadataHopLimit", 5)]
    [InlineData("MetadataSilent", 5)]
    [InlineData("MetadataProxy", 5)]
    [InlineData("MetadataServiceError", 5)]
    [InlineData("MetadataAnswerInvalid", 5)]
    [InlineData("MetadataSlow", 5)]
    [InlineData("StsThrottled", 6)]
    [InlineData("StsUnavailable", 6)]
    [InlineData("StsUnreachable", 6)]
    [InlineData("StsSilent", 6)]
    [InlineData("LocalResourcesExhausted", 6)]
    [InlineData("SsoForbidden", 4)]
    [InlineData("SsoThrottled", 6)]
    [InlineData("SsoUnavailable", 6)]
    [InlineData("TlsLibraryMissing", 1)]
    [InlineData("ChainingCap", 1)]
    [InlineData("RegionDisabled", 1)]
    [InlineData("Unforeseen", 1)]
    public void A_finding_has_the_exit_code_of_its_sort(string id, int code) =>
        Assert.Equal(code, FindingCatalogue.All.Single(kind => kind.Id == id).ExitCode);

    [Fact]
    public void No_finding_is_success() => Assert.DoesNotContain(0, FindingCatalogue.All.Select(kind => kind.ExitCode));
}
