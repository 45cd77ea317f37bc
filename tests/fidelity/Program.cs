using System.Globalization;
using AssumeRole.Fidelity;

// generate SEED COUNT documented|odd: a case and our decision a line. decide: cases a line in, decisions a line out.
switch (args)
{
    case ["generate", var seed, var count, "documented" or "odd"]:
        var generator = new CaseGenerator(int.Parse(seed, CultureInfo.InvariantCulture), isOdd: args[3] == "odd");
        for (var number = 0; number < int.Parse(count, CultureInfo.InvariantCulture); number++)
        {
            var world = generator.Next();
            Console.Out.WriteLine($"{{\"ours\":\"{FidelityCase.Decide(world.ToJsonString())}\",\"case\":{world.ToJsonString()}}}");
        }

        return 0;
    case ["decide"]:
        while (Console.In.ReadLine() is { } line)
        {
            Console.Out.WriteLine(FidelityCase.Decide(line));
            Console.Out.Flush();
        }

        return 0;
    default:
        Console.Error.WriteLine("AssumeRole.Fidelity generate SEED COUNT documented|odd, or decide.");
        return 2;
}
