namespace AssumeRole.Endpoint;

/// <summary>One role of a running server, flat so that it can be filtered and exported.</summary>
/// <param name="Route">The path or port under which the map has it.</param>
/// <param name="RoleArn">The role.</param>
/// <param name="Dialect">How clients ask for it.</param>
/// <param name="Address">What AWS_CONTAINER_CREDENTIALS_FULL_URI or AWS_EC2_METADATA_SERVICE_ENDPOINT is to say.</param>
/// <param name="Token">What AWS_CONTAINER_AUTHORIZATION_TOKEN is to say, redacted wherever it is printed; null for instance metadata.</param>
/// <param name="State">How its session stands.</param>
/// <param name="Expiration">When its session ends, in UTC; null if there is none.</param>
/// <param name="FindingId">Why it could not be renewed, or empty.</param>
public sealed record ServedRole(
    string Route,
    string RoleArn,
    CredentialDialect Dialect,
    string Address,
    Secret? Token,
    SessionState State,
    DateTime? Expiration,
    string FindingId);
