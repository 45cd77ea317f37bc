namespace AssumeRole.Credentials;

/// <summary>How a session is written for another program. Every one of them holds the secrets in plain text.</summary>
public enum CredentialFormat
{
    /// <summary>The JSON document of credential_process (AWS CLI guide, "Sourcing credentials with an external process").</summary>
    CredentialProcess,

    /// <summary>NAME=value lines without quotes, as docker run --env-file reads them. A line end in a value is refused.</summary>
    Environment,

    /// <summary>Lines for eval in a POSIX shell; they unset what would outrank the keys.</summary>
    Bash,

    /// <summary>Lines for Invoke-Expression; they remove what would outrank the keys.</summary>
    PowerShell,

    /// <summary>
    /// NAME="value" lines of a .env file, by the rule that python-dotenv and docker compose share. What they read differently, a value
    /// with ${ or with a backslash at its end, is refused.
    /// </summary>
    Dotenv,

    /// <summary>All properties of the session as one JSON object.</summary>
    Json,
}
