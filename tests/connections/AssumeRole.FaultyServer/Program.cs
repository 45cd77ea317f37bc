using System.Text.Json;

namespace AssumeRole.FaultyServer;

internal static class Program
{
    /// <summary>
    /// Takes a row's name and a folder for files. Writes the variables that lead a client to the server as one line of JSON, then a line for
    /// each connection, and ends with its standard input.
    /// </summary>
    public static async Task Main(string[] arguments)
    {
        using var server = new FaultyServer(arguments[0], arguments[1], () => Console.WriteLine("connection"));
        Console.WriteLine(JsonSerializer.Serialize(server.Variables));
        await Console.In.ReadToEndAsync();
    }
}
