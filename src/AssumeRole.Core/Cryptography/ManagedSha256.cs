using System.Buffers.Binary;
using System.Numerics;

namespace AssumeRole.Cryptography;

/// <summary>SHA-256 (FIPS 180-4) and HMAC (RFC 2104) without a library.</summary>
internal static class ManagedSha256
{
    private const int BlockBytes = 64;

    /// <summary>The 0x80 and the length in bits that follow the data.</summary>
    private const int TrailerBytes = 9;

    private static ReadOnlySpan<uint> Constants =>
    [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    ];

    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        var padded = new byte[(data.Length + TrailerBytes + BlockBytes - 1) / BlockBytes * BlockBytes];
        data.CopyTo(padded);
        padded[data.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(padded.AsSpan(padded.Length - sizeof(ulong)), (ulong)data.Length * 8);

        Span<uint> state =
        [
            0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
        ];
        for (var offset = 0; offset < padded.Length; offset += BlockBytes) Compress(state, padded.AsSpan(offset, BlockBytes));

        var hash = new byte[Digest.Length];
        for (var word = 0; word < state.Length; word++) BinaryPrimitives.WriteUInt32BigEndian(hash.AsSpan(word * sizeof(uint)), state[word]);
        return hash;
    }

    public static byte[] Hmac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        if (key.Length > BlockBytes) key = Hash(key);
        var inner = new byte[BlockBytes + data.Length];
        var outer = new byte[BlockBytes + Digest.Length];
        key.CopyTo(inner);
        key.CopyTo(outer);
        for (var index = 0; index < BlockBytes; index++)
        {
            inner[index] ^= 0x36;
            outer[index] ^= 0x5c;
        }

        data.CopyTo(inner.AsSpan(BlockBytes));
        Hash(inner).CopyTo(outer, BlockBytes);
        return Hash(outer);
    }

    private static void Compress(Span<uint> state, ReadOnlySpan<byte> block)
    {
        Span<uint> words = stackalloc uint[Constants.Length];
        for (var t = 0; t < 16; t++) words[t] = BinaryPrimitives.ReadUInt32BigEndian(block[(t * sizeof(uint))..]);
        for (var t = 16; t < words.Length; t++)
        {
            var (early, late) = (words[t - 15], words[t - 2]);
            words[t] = words[t - 16] + words[t - 7]
                + (Rotate(early, 7) ^ Rotate(early, 18) ^ (early >> 3))
                + (Rotate(late, 17) ^ Rotate(late, 19) ^ (late >> 10));
        }

        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        var (e, f, g, h) = (state[4], state[5], state[6], state[7]);
        for (var t = 0; t < words.Length; t++)
        {
            var first = h + (Rotate(e, 6) ^ Rotate(e, 11) ^ Rotate(e, 25)) + ((e & f) ^ (~e & g)) + Constants[t] + words[t];
            var second = (Rotate(a, 2) ^ Rotate(a, 13) ^ Rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + first, c, b, a, first + second);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }

    private static uint Rotate(uint word, int bits) => BitOperations.RotateRight(word, bits);
}
