namespace AssumeRole.Testing.Fuzz;

/// <summary>What parsers are known to stumble over.</summary>
internal static class HostileValues
{
    private static readonly string[] Fixed =
    [
        "", " ", "\0", "\"", "\"\"", "'", "\\", "null", "true", "false", "{}", "[]", "[[]]", "{\"\":{}}", "[null]", ",", ":", "}", "]",
        "0", "-0", "-1", "1e999", "-1e-999", "0.1e400", "99999999999999999999999999999999", "9223372036854775808", "2147483648",
        "1E+2147483647", "00", "+1", "0x1F", "NaN", "Infinity", "1.7976931348623157e309", "-9223372036854775808",
        "\"\\ud800\"", "\"\\udc00x\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"\\q\"", "\"\\u12\"", "\ud800", "\udfff", "\ufeff", "\uffff",
        "\u202e", "\u2028", "é", "ß", "İ", "ﬀ", "😀", "\r\n", "\n", "\t", "\x7f", "\x1b[31m", "\x1e", "\x1f", "//", "/*", "#", "<!--",
        "${", "${}", "${*}", "${aws:username}", "${aws:username, 'x'}", "${a,", "$${", "*", "?", "**********", "*?*?*?*?*", "%", "%s", "{0}",
        "\"*\"", "\"arn:aws::iam::111111111111:root\"", "arn:aws:iam::", "arn::::::", "arn:aws:iam::111111111111:role/", "((role))", ":::::",
        "\"2012-10-17\"", "\"2008-10-17\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00+14:00\"", "\"10.0.0.0/33\"", "\"::/0\"",
        "\"fe80::1%eth0/64\"", "\"1.2.3\"", "\"StringLike\"", "\"ForAnyValue:StringLikeIfExists\"", "\"ForAllValues:\"", "\"Null\"", "\"AWS\"",
        "<![CDATA[", "]]>", "&amp;", "&lol;", "&#0;", "&#xD800;", "<?xml version=\"1.1\"?>", "</", "/>", "<a/>", "<a xmlns=\"\">", "xsi:nil=\"true\"",
        "<!DOCTYPE a [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;\">]>", "HTTP/1.1", "Content-Length: 99999999999999999999",
        "Transfer-Encoding: chunked", "\r\n\r\n", "charset=utf-7", "charset=\"\"", "charset=bogus", "utf-7", "utf-16", "iso-8859-1", "../..", "file:///etc/passwd",
    ];

    private static readonly int[] Depths = [3, 63, 64, 65, 1_000, 20_000];

    public static string Pick(Random random) => random.Next(12) switch
    {
        0 => new string(Letter(random), random.Next(1, 5_000)),
        1 => $"\"{new string(Letter(random), random.Next(1, 5_000))}\"",
        2 => Nest("[", "0", "]", random),
        3 => Nest("{\"a\":", "0", "}", random),
        _ => Fixed[random.Next(Fixed.Length)],
    };

    /// <summary>A character from the whole plane, surrogates on their own included; half of them ASCII.</summary>
    public static char Letter(Random random) => (char)(random.Next(2) == 0 ? random.Next(0x80) : random.Next(0x10000));

    /// <summary>A value within a great many brackets, sometimes without their ends.</summary>
    public static string Nest(string open, string value, string close, Random random)
    {
        var depth = Depths[random.Next(Depths.Length)];
        var end = random.Next(4) == 0 ? 0 : depth;
        return string.Concat(Enumerable.Repeat(open, depth)) + value + string.Concat(Enumerable.Repeat(close, end));
    }
}
