using System.Globalization;

namespace AssumeRole.Testing.Fuzz;

/// <summary>How much is fuzzed and from which seed. The same settings make the same inputs on every machine.</summary>
/// <param name="Inputs">Inputs for each parser.</param>
/// <param name="Seed">What they are made from.</param>
internal sealed record FuzzSettings(int Inputs, int Seed)
{
    /// <summary>ASSUMEROLE_FUZZ_INPUTS, 20000 for a full run, and ASSUMEROLE_FUZZ_SEED; without them a run that is over in seconds.</summary>
    public static FuzzSettings FromEnvironment() =>
        new(ReadNumber("ASSUMEROLE_FUZZ_INPUTS", 2_000), ReadNumber("ASSUMEROLE_FUZZ_SEED", 20_260_304));

    /// <summary>The random numbers of one input, so that it can be made again without those before it.</summary>
    public Random RandomOf(int index)
    {
        // Neighbouring seeds of Random begin alike, so the bits are mixed first (the finaliser of splitmix64).
        var mixed = ((ulong)(uint)Seed << 32) | (uint)index;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return new Random((int)(mixed ^ (mixed >> 31)));
    }

    private static int ReadNumber(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;
}
