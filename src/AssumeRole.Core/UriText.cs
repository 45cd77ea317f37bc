namespace AssumeRole;

/// <summary>How an address is named in errors and traces.</summary>
internal static class UriText
{
    /// <summary>The address without path, user and password: those may be secrets.</summary>
    public static string WithoutSecrets(this Uri address) =>
        address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
