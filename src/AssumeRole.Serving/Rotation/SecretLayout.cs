namespace AssumeRole.Rotation;

/// <summary>Which secrets a session becomes.</summary>
public enum SecretLayout
{
    /// <summary>One secret with all parts and the expiry, which no reader ever sees in halves, and the three that exist today.</summary>
    Both,

    /// <summary>One secret, a JSON object; Concourse reads its fields as ((account.access-key)).</summary>
    Json,

    /// <summary>Three secrets, -access-key, -secret-key and -session-token. Mixed if the run is killed between two of its writes.</summary>
    Triple,
}
