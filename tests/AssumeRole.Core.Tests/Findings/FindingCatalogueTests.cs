using System.Reflection;
using AssumeRole.Findings;

namespace AssumeRole.Core.Tests.Findings;

public sealed class FindingCatalogueTests
{
    public static TheoryData<string> Ids() => [.. FindingCatalogue.All.Select(kind => kind.Id)];

    [Fact]
    public void Ids_are_unique_and_ordered()
    {
        var ids = FindingCatalogue.All.Select(kind => kind.Id).ToArray();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Every_entry_is_in_the_list_under_the_name_of_its_property()
    {
        var properties = typeof(FindingCatalogue).GetProperties(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(FindingKind))
            .ToArray();

        Assert.Equal(FindingCatalogue.All.Count, properties.Length);
        foreach (var property in properties)
        {
            var kind = (FindingKind)property.GetValue(null)!;
            Assert.Equal(property.Name, kind.Id);
            Assert.Contains(kind, FindingCatalogue.All);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Cause_and_remedy_are_whole_sentences(string id)
    {
        var kind = FindingCatalogue.All.Single(kind => kind.Id == id);

        foreach (var text in new[] { kind.Cause, kind.Remedy })
        {
            Assert.EndsWith(".", text, StringComparison.Ordinal);
            Assert.Equal(text.Trim(), text);
            Assert.DoesNotContain('\n', text);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_a_user_sees_is_told_in_whole_sentences_of_plain_text(string id)
    {
        var kind = FindingCatalogue.All.Single(kind => kind.Id == id);

        Assert.NotEmpty(kind.Cause);
        Assert.NotEmpty(kind.Remedy);
        // A message that is quoted may bring its own full stop.
        Assert.Matches("^[A-Za-z\"\\-].+\\.\"?\\z", kind.Symptom);
        Assert.All(
            new[] { kind.Symptom, kind.Cause, kind.Remedy },
            text => Assert.DoesNotContain(text, character => character is < ' ' or > '~'));
    }

    [Fact]
    public void No_two_entries_say_the_same()
    {
        Assert.Equal(FindingCatalogue.All.Count, FindingCatalogue.All.Select(kind => kind.Symptom).Distinct().Count());
        Assert.Equal(FindingCatalogue.All.Count, FindingCatalogue.All.Select(kind => kind.Cause).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_id_is_a_word_that_scripts_can_rely_on(string id) => Assert.Matches("^[A-Z][A-Za-z0-9]{5,}$", id);

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_category_is_one_of_the_list(string id) =>
        Assert.True(Enum.IsDefined(FindingCatalogue.All.Single(kind => kind.Id == id).Category));
}
