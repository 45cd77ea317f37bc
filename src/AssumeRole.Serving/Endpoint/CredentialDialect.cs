namespace AssumeRole.Endpoint;

/// <summary>How a client asks for a role's session.</summary>
public enum CredentialDialect
{
    /// <summary>As a task of ECS: one path, and a token in the Authorization header (AWS_CONTAINER_CREDENTIALS_FULL_URI).</summary>
    Container,

    /// <summary>As a program on an EC2 instance: IMDSv2 (AWS_EC2_METADATA_SERVICE_ENDPOINT).</summary>
    InstanceMetadata,
}
