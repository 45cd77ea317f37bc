using AssumeRole.Chains;
using AssumeRole.Findings;
using AssumeRole.Roles;
using AssumeRole.Sessions;
using AssumeRole.Sources;
using AssumeRole.Sts;

namespace AssumeRole.Endpoint;

/// <summary>Reads one entry of a map: the request for a role.</summary>
internal static class MapEntryReader
{
    /// <summary>The checked request; null if there is a problem, which is then noted.</summary>
    public static SessionRequest? Read(MapElement json, IEnvironmentVariables variables)
    {
        var request = new RoleChainRequest
        {
            RoleArn = json.Text("roleArn"),
            Via = json.Texts("via"),
            DurationSeconds = json.Digits("durationSeconds"),
            RoleSessionName = json.Text("roleSessionName"),
            ExternalId = json.Text("externalId"),
            Policy = json.Document("policy"),
            PolicyArns = json.Texts("policyArns"),
            Tags = [.. json.Pairs("tags").Select(pair => new SessionTag(pair.Key, pair.Value))],
            TransitiveTagKeys = json.Texts("transitiveTagKeys"),
            SourceIdentity = json.Text("sourceIdentity"),
            WebIdentityTokenFile = json.Text("webIdentityTokenFile"),
        };
        var (source, profileName, region) = (json.Text("source"), json.Text("profileName"), json.Text("region"));
        json.ReportUnknownBut(
            ("tokenCode", "an MFA code works once"),
            ("serialNumber", "MFA asks for a code at every renewal"),
            ("webIdentityToken", "a token that is written down ends; name the file that it is renewed in"));
        if (request.RoleArn is null)
        {
            // Never from the environment: an entry that forgot its role must not get that of another job.
            json.Report("there is no roleArn");
            return null;
        }

        try
        {
            if (region is not null) StsEndpointResolver.Check(region, null);
            var chain = RoleChain.Plan(request, variables);
            var start = BaseSelection.Parse(source, profileName, null, fromSession: false, request.WebIdentityTokenFile is not null);
            return new SessionRequest(chain, start, region, UseCache: false);
        }
        catch (AssumeRoleException error)
        {
            json.Report(error.Finding.Message.TrimEnd('.'));
            return null;
        }
    }
}
