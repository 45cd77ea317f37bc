namespace AssumeRole.Findings;

/// <summary>What the executable exits with, so that a script can tell faults apart without reading texts.</summary>
public static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>Any other fault.</summary>
    public const int Other = 1;

    /// <summary>The request itself is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>There is no identity to start from, or it is not accepted.</summary>
    public const int NoBaseCredentials = 3;

    /// <summary>AWS denies the role.</summary>
    public const int Denied = 4;

    /// <summary>The instance metadata service cannot be used.</summary>
    public const int MetadataUnreachable = 5;

    /// <summary>STS or a store throttles, cannot serve or cannot be reached.</summary>
    public const int Unavailable = 6;

    /// <summary>The exit code of a finding.</summary>
    public static int For(FindingKind kind)
    {
        ArgumentNullException.ThrowIfNull(kind);
        return kind.Id switch
        {
            _ when kind.Id.StartsWith("Metadata", StringComparison.Ordinal) => MetadataUnreachable,
            nameof(FindingCatalogue.StsThrottled) or nameof(FindingCatalogue.StsUnavailable)
                or nameof(FindingCatalogue.SsoThrottled) or nameof(FindingCatalogue.SsoUnavailable)
                or nameof(FindingCatalogue.StsUnreachable) or nameof(FindingCatalogue.SecretStoreThrottled)
                or nameof(FindingCatalogue.SecretStoreUnavailable) or nameof(FindingCatalogue.SecretStoreUnreachable) => Unavailable,
            nameof(FindingCatalogue.TeamConfigurationInvalid) or nameof(FindingCatalogue.TeamAccountDuplicate)
                or nameof(FindingCatalogue.SecretPathCollision) or nameof(FindingCatalogue.SecretNameInvalid)
                or nameof(FindingCatalogue.MapInvalid) => Usage,
            nameof(FindingCatalogue.InstanceProfileMissing) or nameof(FindingCatalogue.ProfileMissing)
                or nameof(FindingCatalogue.ProfileInvalid) or nameof(FindingCatalogue.ContainerCredentialsUnavailable)
                or nameof(FindingCatalogue.CredentialProcessRecursion) => NoBaseCredentials,
            _ => kind.Category switch
            {
                FaultCategory.InvalidArgument => Usage,
                FaultCategory.AuthenticationError => NoBaseCredentials,
                FaultCategory.PermissionDenied => Denied,
                _ => Other,
            },
        };
    }
}
