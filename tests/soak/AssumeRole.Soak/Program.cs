using System.Globalization;
using AssumeRole.Soak;
using AssumeRole.Soak.Processes;

// --minutes N --seed N --operations N (one of them) or N..M
var options = new SoakOptions { Say = Console.WriteLine };
for (var at = 0; at + 1 < args.Length; at += 2)
{
    var value = args[at + 1];
    options = args[at] switch
    {
        "--minutes" => options with { Duration = TimeSpan.FromMinutes(double.Parse(value, CultureInfo.InvariantCulture)) },
        "--seed" => options with { Seed = int.Parse(value, CultureInfo.InvariantCulture) },
        "--operations" => options with { Operations = Operations(value) },
        _ => throw new ArgumentException($"{args[at]} is none of --minutes, --seed and --operations."),
    };
}

if (new Installation().Absence is { } absence)
{
    Console.WriteLine(absence);
    return 2;
}

var result = await SoakRun.RunAsync(options);
foreach (var line in result.Describe()) Console.WriteLine(line);
return result.Failures.Count == 0 ? 0 : 1;

static Range Operations(string text)
{
    var ends = text.Split("..");
    var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
    return first..((ends.Length == 1 ? first : int.Parse(ends[1], CultureInfo.InvariantCulture)) + 1);
}
