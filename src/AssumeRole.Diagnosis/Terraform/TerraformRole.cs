using AssumeRole.Roles;

namespace AssumeRole.Terraform;

/// <summary>A role of the file with its policies.</summary>
/// <param name="Resource">The resource or data source.</param>
/// <param name="Arn">The ARN that it has or is to have.</param>
/// <param name="Trust">Its trust policy, or null if the file has none.</param>
/// <param name="Identity">The policies that it is given.</param>
/// <param name="Managed">The ARNs of AWS's own policies that it is given.</param>
/// <param name="Boundary">Its permissions boundary, if it has one.</param>
internal sealed record TerraformRole(
    TerraformResource Resource,
    RoleArn Arn,
    TerraformPolicy? Trust,
    IReadOnlyList<TerraformPolicy> Identity,
    IReadOnlyList<string> Managed,
    TerraformPolicy? Boundary)
{
    /// <summary>Whether the file has the name, or AWS is still to give one.</summary>
    public bool IsNameKnown => Resource.Values["name"].NonEmptyText is not null;

    /// <summary>The longest session that the role gives, in seconds, or null if the file does not say.</summary>
    public int? MaximumDuration =>
        Resource.Values["max_session_duration"].Json is { ValueKind: System.Text.Json.JsonValueKind.Number } json
        && json.TryGetInt32(out var seconds)
            ? seconds
            : null;
}
