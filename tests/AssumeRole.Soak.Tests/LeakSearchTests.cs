using System.Text;
using AssumeRole.Soak.Leaks;

namespace AssumeRole.Soak.Tests;

/// <summary>The search for secrets: whatever the form and wherever it stands, it is found, and nothing else is.</summary>
public sealed class LeakSearchTests
{
    private const int Seed = 20261122;

    [Fact]
    public void Every_form_of_every_secret_is_found_anywhere_in_any_bytes()
    {
        var random = new Random(Seed);
        var search = new LeakSearch();
        var secrets = Enumerable.Range(0, 200).Select(_ => RandomSecret(random)).ToArray();
        foreach (var secret in secrets) search.Add(secret, "secret");
        foreach (var secret in secrets)
        {
            foreach (var (form, bytes) in Encodings(secret, random))
            {
                var text = RandomBytes(random, random.Next(3000));
                var at = random.Next(text.Length + 1);
                byte[] hiding = [.. text.AsSpan(0, at), .. bytes, .. text.AsSpan(at)];
                Assert.True(search.In(hiding).Count > 0, $"{form} of a secret of {secret.Length} characters was not found.");
            }
        }
    }

    [Fact]
    public void Nothing_is_found_where_there_is_nothing()
    {
        var random = new Random(Seed + 1);
        var search = new LeakSearch();
        for (var count = 0; count < 2000; count++) search.Add(RandomSecret(random), "secret");
        Assert.Empty(search.In(RandomBytes(random, 3_000_000)));
        Assert.Empty(search.In(new string('A', 100_000)));
        // Other secrets of the same sandbox.
        for (var count = 0; count < 1000; count++) Assert.Empty(search.In(RandomSecret(random)));
    }

    [Fact]
    public void Half_a_secret_is_found_too()
    {
        var random = new Random(Seed + 2);
        var search = new LeakSearch();
        var secret = RandomSecret(random);
        search.Add(secret, "secret");
        Assert.NotEmpty(search.In(secret[(secret.Length / 2)..]));
        Assert.NotEmpty(search.In("x" + secret[..^4]));
    }

    [Fact]
    public void A_marker_is_found_in_every_form()
    {
        var random = new Random(Seed + 3);
        var search = new LeakSearch();
        search.AddMarker("SANDBOXSECRET");
        foreach (var (form, bytes) in Encodings("SANDBOXSECRET" + Letters(random, 27), random))
        {
            Assert.True(search.In(bytes).Count > 0, form);
        }

        Assert.Empty(search.In("AKIASANDBOXOPERATOR1 SANDBOX SECRET"));
    }

    [Theory]
    [InlineData("code 001234.", true)]
    [InlineData("'001234'", true)]
    [InlineData("0012345", false)]
    [InlineData("a001234", false)]
    [InlineData("0.001234 s", false)]
    [InlineData("0012345 and 001234", true)]
    public void A_code_of_six_digits_is_found_alone_only(string text, bool isFound)
    {
        var search = new LeakSearch();
        search.Add("001234", "an MFA code");
        Assert.Equal(isFound, search.In(text).Count > 0);
    }

    [Fact]
    public void A_leak_tells_the_name_the_form_and_the_place_and_never_the_secret()
    {
        var random = new Random(Seed + 4);
        var secret = RandomSecret(random);
        var search = new LeakSearch();
        search.Add(secret, "a session token");
        var leak = Assert.Single(search.In("session " + Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))));
        Assert.Equal(("a session token", "base64, alignment 0"), (leak.Secret, leak.Form));
        Assert.InRange(leak.Offset, 8, 8 + (secret.Length * 2));
        Assert.Empty(search.In(leak.ToString()));
    }

    [Fact]
    public void What_was_appended_to_a_file_is_found_where_it_was_appended()
    {
        var random = new Random(Seed + 5);
        var secret = RandomSecret(random);
        var folder = Directory.CreateTempSubdirectory("soak-tests-").FullName;
        try
        {
            var search = new LeakSearch();
            search.Add(secret, "secret");
            var files = new WrittenFiles([folder], search);
            var file = Path.Combine(folder, "log");
            File.WriteAllText(file, "nothing " + secret[..20]);
            Assert.Empty(files.Look());
            File.AppendAllText(file, secret[20..]);
            Assert.Equal(file, Assert.Single(files.Look()).Path);
            Assert.Empty(files.Look());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Encodings as other programs make them, not by the code that is tested.</summary>
    private static IEnumerable<(string Form, byte[] Bytes)> Encodings(string secret, Random random)
    {
        var utf8 = Encoding.UTF8.GetBytes(secret);
        var utf16 = Encoding.Unicode.GetBytes(secret);
        yield return ("plain", utf8);
        yield return ("UTF-16", utf16);
        yield return ("big-endian UTF-16", Encoding.BigEndianUnicode.GetBytes(secret));
        yield return ("reversed", [.. utf8.Reverse()]);
        foreach (var before in new[] { 0, 1, 2, 3, 4, 5 })
        {
            byte[] surrounded = [.. RandomBytes(random, before), .. utf8, .. RandomBytes(random, random.Next(4))];
            var base64 = Convert.ToBase64String(surrounded);
            yield return ("base64", Encoding.ASCII.GetBytes(base64));
            yield return ("base64 for URLs", Encoding.ASCII.GetBytes(base64.Replace('+', '-').Replace('/', '_').TrimEnd('=')));
            yield return ("base64 in UTF-16", Encoding.Unicode.GetBytes(base64));
            yield return ("base64 of UTF-16", Encoding.ASCII.GetBytes(Convert.ToBase64String([.. RandomBytes(random, before), .. utf16])));
        }

        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexString(utf8)));
        yield return ("hex", Encoding.ASCII.GetBytes(Convert.ToHexStringLower(utf8)));
        yield return ("hex in UTF-16", Encoding.BigEndianUnicode.GetBytes(Convert.ToHexStringLower(utf8)));
        yield return ("hex with dashes", Encoding.ASCII.GetBytes(BitConverter.ToString(utf8)));
        yield return ("URL-encoded", Encoding.ASCII.GetBytes(System.Net.WebUtility.UrlEncode(secret)));
        yield return ("JSON", System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(secret));
        yield return ("percent-encoded", Encoding.ASCII.GetBytes(string.Concat(utf8.Select(value => $"%{value:X2}"))));
    }

    /// <summary>As a sandbox makes them: a secret access key, a session token or a metadata token.</summary>
    private static string RandomSecret(Random random)
    {
        string Base64(int bytes) => Convert.ToBase64String(RandomBytes(random, bytes));
        return random.Next(4) switch
        {
            0 => "SANDBOXSECRET" + Base64(40)[..27],
            1 => "SANDBOXTOKEN" + Base64(252),
            2 => "SANDBOXTOKEN" + Base64(33).Replace('+', '-').Replace('/', '_'),
            _ => Base64(32).TrimEnd('='),
        };
    }

    private static string Letters(Random random, int count) => new(random.GetItems("ABCabc0189+/".AsSpan(), count));

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
