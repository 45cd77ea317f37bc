using System.Globalization;
using RotationBench;

// scale <assumerole> <accounts> <milliseconds> <throttled percent>: how long a run takes.
// torn <assumerole> <rotations> <polls>: polls the JSON secret while rotations run and are killed.
return args switch
{
    ["scale", var program, var accounts, var delay, var percent] => await Scale.MeasureAsync(program, Number(accounts), Number(delay), Number(percent)),
    ["torn", var program, var rotations, var polls] => await Torn.MeasureAsync(program, Number(rotations), Number(polls)),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("scale <assumerole> <accounts> <milliseconds a call> <percent throttled> | torn <assumerole> <rotations> <polls>");
    return 2;
}
