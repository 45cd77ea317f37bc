using System.Text.Json.Nodes;
using AssumeRole.Sandbox.Protocol;
using AssumeRole.Sandbox.Worlds;

namespace AssumeRole.Sandbox.Metadata;

internal sealed class MetadataTree(World world, InstanceCredentials credentials, SandboxFaults faults, TimeProvider time)
{
    private const string Plain = "instance-id\nplacement/\nservices/";
    private const string Credentials = "meta-data/iam/security-credentials";

    private WorldRole? Role => faults.Current.InstanceProfileCode is null ? credentials.Role : null;

    /// <param name="path">The path after the version.</param>
    public (string ContentType, string Text)? Find(string path)
    {
        var instance = world.Instance!;
        var profile = instance.InstanceProfileArn;

        // EC2 takes every path with and without a slash at the end, and SDKs use both.
        path = path.TrimEnd('/');
        return path switch
        {
            "" => Text("dynamic\nmeta-data"),
            "meta-data" => Text(profile is null ? Plain : "iam/\n" + Plain),
            "meta-data/instance-id" => Text(instance.Id),
            "meta-data/placement" => Text("availability-zone\nregion"),
            "meta-data/placement/availability-zone" => Text(instance.AvailabilityZone),
            "meta-data/placement/region" => Text(world.Region),
            "meta-data/services" => Text("domain\npartition"),
            "meta-data/services/domain" => Text("amazonaws.com"),
            "meta-data/services/partition" => Text(credentials.Role?.Arn.Partition ?? "aws"),
            "dynamic" => Text("instance-identity/"),
            "dynamic/instance-identity" => Text("document"),
            "dynamic/instance-identity/document" => Text(JsonText.Write(IdentityDocument(instance))),
            _ when profile is null => null,
            "meta-data/iam" => Text("info\nsecurity-credentials/"),
            "meta-data/iam/info" => Json(Info(profile)),
            Credentials => Text(Role?.Arn.Name ?? ""),
            _ => Role is { } role && path == $"{Credentials}/{role.Arn.Name}" ? Json(CredentialDocument(role)) : null,
        };
    }

    private JsonObject IdentityDocument(WorldInstance instance) => new()
    {
        ["accountId"] = credentials.Role?.Arn.Account ?? "",
        ["architecture"] = "x86_64",
        ["availabilityZone"] = instance.AvailabilityZone,
        ["imageId"] = "ami-0123456789abcdef0",
        ["instanceId"] = instance.Id,
        ["instanceType"] = "m5.large",
        ["privateIp"] = "10.0.0.10",
        ["region"] = world.Region,
        ["version"] = "2017-09-30",
    };

    private JsonObject Info(string profileArn)
    {
        var code = faults.Current.InstanceProfileCode ?? (Role is null ? "InstanceProfileNotFound" : "Success");
        var info = new JsonObject
        {
            ["Code"] = code,
            ["LastUpdated"] = AwsTime.Format(time.GetUtcNow()),
            ["InstanceProfileArn"] = profileArn,
            ["InstanceProfileId"] = IamArn.Parse(profileArn) is { } parsed ? UniqueId.OfInstanceProfile(parsed) : "",
        };
        if (credentials.Role is null) info["Message"] = "Instance Profile does not contain a role.";
        else if (code != "Success") info["Message"] = $"Instance Profile {profileArn}: {code}.";
        return info;
    }

    private JsonObject CredentialDocument(WorldRole role)
    {
        var failure = faults.Current.InstanceCredentialCode
            ?? (credentials.IsTrusted(role) ? null : "AssumeRoleUnauthorizedAccess");
        if (failure is not null)
        {
            return new JsonObject
            {
                ["Code"] = failure,
                ["Message"] = $"EC2 cannot assume the role {role.Arn.Name}. Please see documentation at https://docs.aws.amazon.com/IAM/latest/"
                    + "UserGuide/troubleshoot_iam-ec2.html#troubleshoot_iam-ec2_errors-info-doc.",
                ["LastUpdated"] = AwsTime.Format(time.GetUtcNow()),
            };
        }

        var session = credentials.Get(role);
        return new JsonObject
        {
            ["Code"] = "Success",
            ["LastUpdated"] = AwsTime.Format(session.IssuedAt),
            ["Type"] = "AWS-HMAC",
            ["AccessKeyId"] = session.AccessKeyId,
            ["SecretAccessKey"] = session.SecretAccessKey.Reveal(),
            ["Token"] = session.SessionToken.Reveal(),
            ["Expiration"] = AwsTime.Format(session.Expiration),
        };
    }

    private static (string ContentType, string Text)? Text(string text) => ("text/plain", text);

    private static (string ContentType, string Text)? Json(JsonObject document) => ("application/json", JsonText.Write(document));
}
