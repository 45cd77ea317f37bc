using AssumeRole.Rotation;

namespace AssumeRole.Serving.Tests.Rotation;

public sealed class RotationVariablesTests
{
    [Fact]
    public void What_a_user_said_outranks_the_variable()
    {
        var variables = new FakeVariables(("ASSUMEROLE_STORE", "ParameterStore"), ("ASSUMEROLE_LAYOUT", "Json"), ("ASSUMEROLE_THROTTLE_LIMIT", "7"));

        var request = RotationVariables.Request([], variables, new RotationOptionValues { Store = "file", ThrottleLimit = "3", MinimumRemaining = "0" });

        Assert.Equal(
            (SecretStoreKind.File, SecretLayout.Json, 3, TimeSpan.Zero),
            (request.Store, request.Layout, request.ThrottleLimit, request.MinimumRemaining));
    }

    [Theory]
    [InlineData("-Store", "Vault", "SecretsManager, ParameterStore, File")]
    [InlineData("-Store", "1", "SecretsManager, ParameterStore, File")]
    [InlineData("-Layout", "", "Both, Json, Triple")]
    [InlineData("-ThrottleLimit", "0", "1 to 1000")]
    [InlineData("-MinimumRemaining", "1h", "0 to 43200")]
    public async Task An_impossible_value_is_named_by_what_was_typed(string option, string value, string remedy)
    {
        string? If(string name) => option == name ? value : null;
        var said = new RotationOptionValues
        {
            Store = If("-Store"), Layout = If("-Layout"), ThrottleLimit = If("-ThrottleLimit"), MinimumRemaining = If("-MinimumRemaining"),
        };

        var finding = await Sample.FindingOfAsync(() => Task.FromResult(RotationVariables.Request([], new FakeVariables(), said)));

        Assert.Equal(("RotationOptionInvalid", option), (finding.Id, finding.Target));
        Wording.Names(finding.Evidence, option, $"'{value}'");
        Wording.Names(finding.Remedy, remedy);
    }

    [Fact]
    public void A_summary_counts_and_names_who_failed()
    {
        var summary = new RotationSummary();
        foreach (var status in new[] { RotationStatus.Rotated, RotationStatus.Kept, RotationStatus.Failed })
        {
            summary.Add(new RotationResult
            {
                Team = "t", Account = $"{status}".ToLowerInvariant(), RoleArn = "r", Path = "/p", Status = status, FindingId = "AssumeDenied",
            });
        }

        Assert.Equal("3 accounts: 1 rotated, 1 kept, 1 failed.", summary.ToString());
        Assert.Equal(("RotationIncomplete", "t/failed", "1 of 3: t/failed (AssumeDenied)."), (summary.Failure!.Id, summary.Failure.Target, summary.Failure.Evidence));
    }
}
