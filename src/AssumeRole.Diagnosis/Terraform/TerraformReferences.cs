using System.Text.Json;

namespace AssumeRole.Terraform;

/// <summary>
/// The references of an expression. Terraform lists each traversal followed by what contains it ("aws_iam_role.a[0].arn",
/// "aws_iam_role.a[0]", "aws_iam_role.a"), and gives neither the expression's text nor the constants beside them.
/// </summary>
internal static class TerraformReferences
{
    /// <summary>The traversals alone, one for each time that one stands in the expression.</summary>
    public static IEnumerable<string> Of(JsonElement expression)
    {
        string? last = null;
        var shorter = 0;
        foreach (var reference in expression.Member("references").Texts())
        {
            if (last is not null && reference.Length < shorter && Contains(reference, last))
            {
                shorter = reference.Length;
                continue;
            }

            (last, shorter) = (reference, reference.Length);
            yield return reference;
        }
    }

    private static bool Contains(string outer, string inner) =>
        inner.StartsWith(outer, StringComparison.Ordinal) && inner[outer.Length] is '.' or '[';
}
