using System.Globalization;
using System.Text;

namespace FanOutBench;

/// <summary>As much of a request as must be understood.</summary>
internal static class RequestText
{
    public static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = Encoding.ASCII.GetString(bytes[..end]);
        const string name = "Content-Length: ";
        var length = head.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        if (length < 0) return true;
        var digits = head.AsSpan(length + name.Length);
        var stop = digits.IndexOf('\r');
        return bytes.Length - end - 4 >= int.Parse(stop < 0 ? digits : digits[..stop], NumberStyles.None, CultureInfo.InvariantCulture);
    }

    public static string RoleOf(string request)
    {
        var start = request.IndexOf("RoleArn=", StringComparison.Ordinal);
        if (start < 0) return "arn:aws:iam::222222222222:role/none";
        start += "RoleArn=".Length;
        var end = request.IndexOf('&', start);
        return Uri.UnescapeDataString(end < 0 ? request[start..] : request[start..end]);
    }
}
