using AssumeRole.Endpoint;
using AssumeRole.Sessions;

namespace AssumeRole.Cli.Running;

internal static class ServedLines
{
    private const string MetadataAddress = "AWS_EC2_METADATA_SERVICE_ENDPOINT";

    public static string Exports(ServedRole role) =>
        string.Join('\n', Variables(role).Select(variable => $"export {variable.Name}={QuotedText.ForShell(variable.Value)}"));

    /// <summary>One line of JSON: each route of a map, and its variables.</summary>
    public static string Json(IEnumerable<(string Route, ServedRole Role)> roles) => JsonText.WriteLine(json =>
    {
        foreach (var (route, role) in roles)
        {
            json.WriteStartObject(route);
            foreach (var (name, value) in Variables(role)) json.WriteString(name, value);
            json.WriteEndObject();
        }
    });

    private static IEnumerable<(string Name, string Value)> Variables(ServedRole role)
    {
        if (role.Dialect == CredentialDialect.InstanceMetadata)
        {
            yield return (MetadataAddress, role.Address);
            yield break;
        }

        yield return (EndpointVariables.Address, role.Address);
        yield return (EndpointVariables.Token, role.Token!.Reveal());
    }
}
