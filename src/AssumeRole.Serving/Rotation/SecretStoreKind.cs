namespace AssumeRole.Rotation;

/// <summary>Where sessions are written.</summary>
public enum SecretStoreKind
{
    /// <summary>AWS Secrets Manager.</summary>
    SecretsManager,

    /// <summary>AWS Systems Manager Parameter Store, as SecureString.</summary>
    ParameterStore,

    /// <summary>Files of this machine, for trying out.</summary>
    File,
}
