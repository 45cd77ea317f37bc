using System.Globalization;
using System.Text;

namespace AssumeRole.Aws;

/// <summary>
/// A request to STS: the form that its query protocol takes, lists and structures numbered and named in the fields' names. The SDK's
/// marshallers make the same bytes, over a request, sorted parameters and a stream that cost 6 ms of a first call.
/// </summary>
internal sealed class StsForm
{
    private readonly StringBuilder text = new();

    /// <summary>A form of nothing but what to do.</summary>
    /// <param name="action">The call.</param>
    public StsForm(string action) => Add("Action", action).Add("Version", "2011-06-15");

    /// <summary>Adds a field, unless there is no value.</summary>
    public StsForm Add(string name, string? value)
    {
        if (value is null) return this;
        if (text.Length > 0) text.Append('&');
        text.Append(name).Append('=').Append(Uri.EscapeDataString(value));
        return this;
    }

    /// <summary>Adds a field whose value is a secret, unless there is no value.</summary>
    public StsForm AddSecret(string name, string? value)
    {
        Secrets = Secrets.And(value);
        return Add(name, value);
    }

    /// <summary>The secrets among the fields.</summary>
    public SecretsOfCall Secrets { get; private set; } = SecretsOfCall.None;

    /// <inheritdoc cref="Add(string, string?)"/>
    public StsForm Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a list of structures. An empty one is left out: STS would take it for a list with one empty element.</summary>
    /// <param name="name">The list.</param>
    /// <param name="elements">Its elements.</param>
    /// <param name="fields">The fields of one element; a name that is empty is the element itself.</param>
    public StsForm AddList<T>(string name, IReadOnlyList<T> elements, Func<T, IEnumerable<(string Name, string Value)>> fields)
    {
        for (var index = 0; index < elements.Count; index++)
        {
            var element = string.Create(CultureInfo.InvariantCulture, $"{name}.member.{index + 1}");
            foreach (var (field, value) in fields(elements[index])) Add(field.Length == 0 ? element : $"{element}.{field}", value);
        }

        return this;
    }

    /// <summary>The bytes to send.</summary>
    public byte[] ToBytes() => Encoding.ASCII.GetBytes(text.ToString());
}
