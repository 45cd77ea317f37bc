using System.Security.Cryptography;
using System.Text;
using AssumeRole.Cryptography;

namespace AssumeRole.Core.Tests.Cryptography;

/// <summary>SHA-256 without OpenSSL, held to published vectors and to .NET's own.</summary>
public sealed class ManagedSha256Tests
{
    /// <summary>FIPS 180-4's examples, by NIST.</summary>
    [Theory]
    [InlineData("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")]
    public void A_hash_is_that_of_the_standard(string text, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(ManagedSha256.Hash(Encoding.ASCII.GetBytes(text))));

    /// <summary>RFC 4231, cases 2 and 6.</summary>
    [Theory]
    [InlineData("4a656665", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData(null, "Test Using Larger Than Block-Size Key - Hash Key First", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
    public void A_code_is_that_of_the_standard(string? key, string data, string expected)
    {
        var bytes = key is null ? [.. Enumerable.Repeat((byte)0xaa, 131)] : Convert.FromHexString(key);

        Assert.Equal(expected, Convert.ToHexStringLower(ManagedSha256.Hmac(bytes, Encoding.ASCII.GetBytes(data))));
    }

    [Fact]
    public void Every_length_up_to_four_blocks_gives_what_the_library_gives()
    {
        var data = RandomNumberGenerator.GetBytes(256);
        for (var length = 0; length <= data.Length; length++)
        {
            var part = data.AsSpan(0, length);
            Assert.Equal(SHA256.HashData(part), ManagedSha256.Hash(part));
            Assert.Equal(HMACSHA256.HashData(part, data), ManagedSha256.Hmac(part, data));
            Assert.Equal(HMACSHA256.HashData(data, part), ManagedSha256.Hmac(data, part));
        }
    }

    [Fact]
    public void A_long_text_gives_what_the_library_gives()
    {
        var data = RandomNumberGenerator.GetBytes((1 << 20) + 7);

        Assert.Equal(SHA256.HashData(data), ManagedSha256.Hash(data));
    }
}
