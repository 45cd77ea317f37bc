using System.Globalization;
using FanOutBench;

// serve <milliseconds a call> [<percent throttled> [<calls a second> <burst>]]: answers as STS would until standard input ends,
// after one line, its address.
// counts <address>: calls, throttled ones, connections and most connections at once since it was last asked.
// sdk <address> <calls> <at a time>: the yardstick, a plain loop of the SDK's client; prints milliseconds.
switch (args)
{
    case ["serve", var delay, .. var limits]:
        using (var server = new FixedSts(
            TimeSpan.FromMilliseconds(Number(delay)),
            new CallLimit(
                limits is [var percent, ..] ? Number(percent) : 0,
                limits is [_, var rate, var burst] ? new CallRate(Number(rate), Number(burst)) : null)))
        {
            Console.WriteLine(server.Address);
            await Console.In.ReadToEndAsync();
        }

        return 0;
    case ["sdk", var address, var calls, var parallel]:
        Console.WriteLine(await SdkFanOut.RunAsync(new Uri(address), Number(calls), Number(parallel)));
        return 0;
    case ["counts", var address]:
        using (var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }))
            Console.WriteLine(await client.GetStringAsync(new Uri(new Uri(address), "counts")));
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            "Usage: FanOutBench serve <ms> [<percent> [<calls a second> <burst>]] | counts <address> | sdk <address> <calls> <at a time>");
        return 2;
}

static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
