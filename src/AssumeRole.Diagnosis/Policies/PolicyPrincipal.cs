namespace AssumeRole.Policies;

/// <summary>One principal that a policy names.</summary>
/// <param name="Type">The key that it stands under.</param>
/// <param name="Value">The name as written.</param>
public sealed record PolicyPrincipal(PolicyPrincipalType Type, string Value)
{
    /// <summary>
    /// The account that this principal delegates to, or null: "111111111111" and "arn:aws:iam::111111111111:root" both mean
    /// whomever that account's own policies allow.
    /// </summary>
    public string? Account
    {
        get
        {
            if (Type != PolicyPrincipalType.Aws) return null;
            if (IsAccountId(Value)) return Value;
            var parts = Value.Split(':');
            return parts is ["arn", _, "iam", "", var account, "root"] && IsAccountId(account) ? account : null;
        }
    }

    private static bool IsAccountId(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);
}
