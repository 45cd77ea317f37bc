using System.Collections;
using System.Runtime.InteropServices;
using System.Text;

namespace AssumeRole.Soak.Leaks;

/// <summary>
/// Looks for every form of every secret at once. Of each form two windows of 16 bytes are kept, its middle and its end, and every
/// position of the bytes searched is looked up: what it costs does not depend on the number of secrets. Half a secret is found too.
/// </summary>
internal sealed class LeakSearch
{
    private const int Window = 16;
    private const int FilterBits = 1 << 26;

    /// <summary>Shorter secrets are too likely to stand somewhere by chance in any form but their own.</summary>
    private const int ShortestToTransform = 12;

    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, int> windows = [];
    private readonly BitArray filter = new(FilterBits);
    private readonly List<(int Number, string Secret, string Form)> known = [];
    private readonly HashSet<string> added = new(StringComparer.Ordinal);
    private readonly List<(byte[] Bytes, int Number, string Secret, string Form, bool Alone)> exact = [];

    /// <summary>How many secrets are looked for.</summary>
    public int Count
    {
        get
        {
            lock (gate) return added.Count;
        }
    }

    /// <summary>Looks for a secret from now on.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="name">What it is, for who reads of it.</param>
    public void Add(string secret, string name)
    {
        lock (gate)
        {
            if (secret.Length == 0 || !added.Add(secret)) return;
            var isShort = secret.Length < ShortestToTransform;
            foreach (var (form, bytes) in isShort ? Plain(secret) : SecretForms.Of(secret))
            {
                // A window of a sandbox's secret must not lie in its first characters, which all of them share.
                if (bytes.Length < 2 * Window)
                {
                    exact.Add((bytes, added.Count, name, form, isShort));
                    continue;
                }

                Add(bytes.AsSpan(bytes.Length - Window), name, form);
                Add(bytes.AsSpan(bytes.Length / 2, Window), name, form);
            }
        }
    }

    /// <summary>Looks for a text that every secret of some kind begins with.</summary>
    public void AddMarker(string marker)
    {
        lock (gate)
        {
            if (!added.Add(marker)) return;
            foreach (var (form, bytes) in SecretForms.Of(marker)) exact.Add((bytes, added.Count, "something that begins with " + marker, form, false));
        }
    }

    /// <summary>Every leak in a text.</summary>
    public IReadOnlyList<Leak> In(string text) => In(Encoding.UTF8.GetBytes(text));

    /// <summary>Every leak in some bytes: one for each secret.</summary>
    public IReadOnlyList<Leak> In(ReadOnlySpan<byte> bytes)
    {
        // Forms that differ in a few characters share windows: of one secret the first form is told, the plainest.
        var found = new Dictionary<int, (int Form, Leak Leak)>();
        lock (gate)
        {
            for (var at = 0; at + Window <= bytes.Length; at++)
            {
                var value = MemoryMarshal.Read<UInt128>(bytes[at..]);
                if (!filter[Slot(value)] || !windows.TryGetValue(value, out var index)) continue;
                var (number, secret, form) = known[index];
                if (!found.TryGetValue(number, out var other) || other.Form > index) found[number] = (index, new Leak(secret, form, at));
            }

            foreach (var (pattern, number, secret, form, alone) in exact)
            {
                var at = Find(bytes, pattern, alone);
                if (at >= 0) found.TryAdd(number, (0, new Leak(secret, form, at)));
            }
        }

        return [.. found.Values.Select(one => one.Leak).OrderBy(leak => leak.Offset)];
    }

    private static IEnumerable<(string Form, byte[] Bytes)> Plain(string secret) =>
    [
        ("plain", Encoding.UTF8.GetBytes(secret)),
        ("plain in UTF-16", Encoding.Unicode.GetBytes(secret)),
        ("plain in big-endian UTF-16", Encoding.BigEndianUnicode.GetBytes(secret)),
    ];

    private static int Find(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> pattern, bool alone)
    {
        for (var from = 0; ;)
        {
            var found = bytes[from..].IndexOf(pattern);
            if (found < 0) return -1;
            found += from;
            if (!alone || !(IsPartOfNumber(bytes, found - 1) || IsAt(bytes, found - 1, '.') || IsPartOfNumber(bytes, found + pattern.Length))) return found;
            from = found + 1;
        }
    }

    /// <summary>Six digits inside of more letters and digits, or behind a decimal point, are no code.</summary>
    private static bool IsPartOfNumber(ReadOnlySpan<byte> bytes, int at) =>
        at >= 0 && at < bytes.Length && char.IsAsciiLetterOrDigit((char)bytes[at]);

    private static bool IsAt(ReadOnlySpan<byte> bytes, int at, char character) => at >= 0 && bytes[at] == (byte)character;

    private static int Slot(UInt128 value) =>
        (int)((((ulong)value ^ (ulong)(value >> 64)) * 0x9E3779B97F4A7C15UL) >> 38);

    private void Add(ReadOnlySpan<byte> window, string name, string form)
    {
        var value = MemoryMarshal.Read<UInt128>(window);
        if (!windows.TryAdd(value, known.Count)) return;
        known.Add((added.Count, name, form));
        filter[Slot(value)] = true;
    }
}
