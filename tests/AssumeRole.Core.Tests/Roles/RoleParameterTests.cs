using AssumeRole.Roles;

namespace AssumeRole.Core.Tests.Roles;

public sealed class RoleParameterTests
{
    [Fact]
    public void Every_field_of_a_request_is_set_by_exactly_one_parameter()
    {
        var fields = typeof(RoleChainRequest).GetProperties().Where(field => field.CanWrite && field.Name != "EqualityContract");
        var empty = new RoleChainRequest();

        var changed = RoleParameter.All.Select(parameter =>
        {
            var request = parameter.Set(empty, Sample(parameter.Kind));
            return Assert.Single(fields, field => !Equals(field.GetValue(request), field.GetValue(empty))).Name;
        });

        Assert.Equal(fields.Select(field => field.Name).Order(StringComparer.Ordinal), changed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_value_that_a_front_door_lacks_is_left_out()
    {
        var request = RoleChainRequest.Read(parameter => parameter.Name == "ExternalId" ? "squirrel" : null);

        Assert.Equal(new RoleChainRequest { ExternalId = "squirrel" }, request);
    }

    [Fact]
    public void A_text_that_is_empty_is_kept() =>
        Assert.Equal(string.Empty, RoleChainRequest.Read(parameter => parameter.Name == "Policy" ? string.Empty : null).Policy);

    [Fact]
    public void What_is_right_once_only_has_no_place_in_a_serve_map() => Assert.Equal(
        ["serialNumber", "tokenCode", "webIdentityToken"],
        RoleParameter.All.Where(parameter => parameter.MapRefusal is not null).Select(parameter => parameter.Element));

    private static object Sample(RoleParameterKind kind) => kind switch
    {
        RoleParameterKind.Texts => new[] { "one", "two" },
        RoleParameterKind.Tags => new[] { new SessionTag("key", "value") },
        RoleParameterKind.Secret => new Secret("a.token.here"),
        _ => "text",
    };
}
