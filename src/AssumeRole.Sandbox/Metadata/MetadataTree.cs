using System.Text.Encodings.Web;
using System.Text.Json;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Metadata;

/// <summary>The documents of the metadata service.</summary>
internal sealed class MetadataTree(World world, InstanceCredentials credentials, SandboxFaults faults, TimeProvider time)
{
    private const string Json = "application/json";
    private const string PlainText = "text/plain";
    private const string Plain = "instance-id\nplacement/\nservices/";
    private const string Credentials = "meta-data/iam/security-credentials";

    // Relaxed, as EC2 writes it: base64 keeps its plus signs.
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The role that the service names.</summary>
    private WorldRole? Role => faults.Current.InstanceProfileCode is null ? credentials.Role : null;

    /// <param name="path">The path after the version.</param>
    public MetadataDocument? Find(string path)
    {
        if (world.Instance is not { } instance) return null;
        var hasProfile = instance.InstanceProfileArn is not null;

        // EC2 takes every path with and without a slash at the end, and SDKs use both.
        return path.TrimEnd('/') switch
        {
            "" => Text("dynamic\nmeta-data"),
            "meta-data" => Text(hasProfile ? "iam/\n" + Plain : Plain),
            "meta-data/instance-id" => Text(instance.Id),
            "meta-data/placement" => Text("availability-zone\nregion"),
            "meta-data/placement/availability-zone" => Text(instance.AvailabilityZone),
            "meta-data/placement/region" => Text(world.Region),
            "meta-data/services" => Text("domain\npartition"),
            "meta-data/services/domain" => Text("amazonaws.com"),
            "meta-data/services/partition" => Text(credentials.Role?.Arn.Partition ?? "aws"),
            "dynamic" => Text("instance-identity/"),
            "dynamic/instance-identity" => Text("document"),
            "dynamic/instance-identity/document" => new MetadataDocument(PlainText, IdentityDocument(instance)),
            _ => hasProfile ? FindIam(path.TrimEnd('/'), instance.InstanceProfileArn!) : null,
        };
    }

    private MetadataDocument? FindIam(string path, string profileArn)
    {
        switch (path)
        {
            case "meta-data/iam": return Text("info\nsecurity-credentials/");
            case "meta-data/iam/info": return new MetadataDocument(Json, Info(profileArn));
            case Credentials: return Text(Role?.Arn.Name ?? "");
        }

        return Role is { } role && path == $"{Credentials}/{role.Arn.Name}"
            ? new MetadataDocument(Json, CredentialDocument(role))
            : null;
    }

    private string IdentityDocument(WorldInstance instance) => Write(json =>
    {
        json.WriteString("accountId", credentials.Role?.Arn.Account ?? "");
        json.WriteString("architecture", "x86_64");
        json.WriteString("availabilityZone", instance.AvailabilityZone);
        json.WriteString("imageId", "ami-0123456789abcdef0");
        json.WriteString("instanceId", instance.Id);
        json.WriteString("instanceType", "m5.large");
        json.WriteString("privateIp", "10.0.0.10");
        json.WriteString("region", world.Region);
        json.WriteString("version", "2017-09-30");
    });

    private string Info(string profileArn) => Write(json =>
    {
        var code = faults.Current.InstanceProfileCode ?? (Role is null ? "InstanceProfileNotFound" : "Success");
        json.WriteString("Code", code);
        if (credentials.Role is null) json.WriteString("Message", "Instance Profile does not contain a role.");
        else if (code != "Success") json.WriteString("Message", $"Instance Profile {profileArn}: {code}.");
        json.WriteString("LastUpdated", AwsTime.Format(time.GetUtcNow()));
        json.WriteString("InstanceProfileArn", profileArn);
        json.WriteString("InstanceProfileId", InstanceProfileId(profileArn));
    });

    private string CredentialDocument(WorldRole role)
    {
        var failure = faults.Current.InstanceCredentialCode
            ?? (InstanceCredentials.IsTrusted(role) ? null : "AssumeRoleUnauthorizedAccess");
        if (failure is not null)
        {
            return Write(json =>
            {
                json.WriteString("Code", failure);
                json.WriteString("Message", Explanation(role));
                json.WriteString("LastUpdated", AwsTime.Format(time.GetUtcNow()));
            });
        }

        var issued = credentials.Get(role);
        return Write(json =>
        {
            json.WriteString("Code", "Success");
            json.WriteString("LastUpdated", AwsTime.Format(issued.LastUpdated));
            json.WriteString("Type", "AWS-HMAC");
            json.WriteString("AccessKeyId", issued.Session.AccessKeyId);
            json.WriteString("SecretAccessKey", issued.Session.SecretAccessKey.Reveal());
            json.WriteString("Token", issued.Session.SessionToken.Reveal());
            json.WriteString("Expiration", AwsTime.Format(issued.Session.Expiration));
        });
    }

    private static string Explanation(WorldRole role) =>
        $"EC2 cannot assume the role {role.Arn.Name}. Please see documentation at "
        + "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.";

    private static string InstanceProfileId(string arn) =>
        IamArn.Parse(arn) is { } parsed ? UniqueId.OfInstanceProfile(parsed) : "";

    private static MetadataDocument Text(string text) => new(PlainText, text);

    private static string Write(Action<Utf8JsonWriter> writeMembers) => JsonMembers.WriteObject(writeMembers, Layout);
}

internal sealed record MetadataDocument(string ContentType, string Text);
