using System.Globalization;
using RotationBench;

// sandbox <world>: runs a sandbox until its input ends, and says where it is.
// rotate <url> <team>: one rotation of a team against a sandbox, as one run on a schedule.
// scale <accounts> <milliseconds> <throttled percent>: how long a run takes, in a process of its own.
// torn <rotations> <polls>: polls the JSON secret while rotations run and are killed.
return args switch
{
    ["sandbox", var world] => await SandboxProcess.ServeAsync(world),
    ["rotate", var url, var team] => await Rotations.RunAsync(new Uri(url), team, TimeSpan.FromHours(1)) > 0 ? 1 : 0,
    ["scale", var accounts, var delay, var percent] => await Scale.MeasureAsync(Number(accounts), Number(delay), Number(percent)),
    ["torn", var rotations, var polls] => await Torn.MeasureAsync(Number(rotations), Number(polls)),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("scale <accounts> <milliseconds a call> <percent throttled> | torn <rotations> <polls>");
    return 2;
}
