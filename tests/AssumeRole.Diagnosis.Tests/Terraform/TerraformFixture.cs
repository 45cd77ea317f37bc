using AssumeRole.Chains;
using AssumeRole.Checks;
using AssumeRole.Terraform;

namespace AssumeRole.Diagnosis.Tests.Terraform;

/// <summary>Plans and states that Terraform 1.11 wrote with the AWS provider 5.100, less what the check does not read.</summary>
internal static class TerraformFixture
{
    public const string Role1 = "arn:aws:iam::123456789012:role/test_profile1_role";

    public const string Role2 = "arn:aws:iam::123456789012:role/test_profile2_role";

    public static byte[] Bytes(string name)
    {
        using var stream = typeof(TerraformFixture).Assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public static TerraformDocument Read(string name) => TerraformReader.Read(Bytes(name), name);

    public static IReadOnlyList<ChainStep> Check(string name, params string[] roles) =>
        Check(Read(name), new TerraformChainRequest(name) { RoleArns = roles });

    public static IReadOnlyList<ChainStep> Check(TerraformDocument document, TerraformChainRequest request) =>
        new TerraformChainCheck(new ManualTimeProvider(), new FakeVariables()).Check(document, request);
}
