namespace AssumeRole.Http;

/// <summary>The header fields of a request. Names are compared without regard to case.</summary>
/// <remarks>One text and one array of ranges: a field costs no allocation of its own until somebody asks for its value.</remarks>
public sealed class HttpHeaders
{
    private readonly string section;
    private readonly HttpHeaderRange[] fields;

    internal HttpHeaders(string section, HttpHeaderRange[] fields)
    {
        this.section = section;
        this.fields = fields;
    }

    /// <summary>The value of the first field of that name, or null.</summary>
    /// <param name="name">The field's name.</param>
    public string? this[string name] => Contains(name) ? Find(name).ToString() : null;

    /// <summary>Whether there is a field of that name.</summary>
    /// <param name="name">The field's name.</param>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>The value of the first field of that name as a view that allocates nothing; empty if there is none.</summary>
    /// <param name="name">The field's name.</param>
    public ReadOnlySpan<char> Find(string name)
    {
        var index = IndexOf(name);
        return index < 0 ? default : section.AsSpan(fields[index].ValueStart, fields[index].ValueLength);
    }

    /// <summary>How many fields of that name there are.</summary>
    internal int CountOf(string name)
    {
        var count = 0;
        foreach (var field in fields)
        {
            if (IsNamed(field, name)) count++;
        }

        return count;
    }

    /// <summary>Every field, in the order sent.</summary>
    public IEnumerable<HttpHeader> All()
    {
        foreach (var field in fields)
        {
            yield return new HttpHeader(
                section.Substring(field.NameStart, field.NameLength),
                section.Substring(field.ValueStart, field.ValueLength));
        }
    }

    private int IndexOf(string name)
    {
        for (var index = 0; index < fields.Length; index++)
        {
            if (IsNamed(fields[index], name)) return index;
        }

        return -1;
    }

    private bool IsNamed(HttpHeaderRange field, string name) =>
        field.NameLength == name.Length
        && section.AsSpan(field.NameStart, field.NameLength).Equals(name, StringComparison.OrdinalIgnoreCase);
}
