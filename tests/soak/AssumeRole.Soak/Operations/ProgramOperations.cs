using AssumeRole.Soak.Leaks;
using AssumeRole.Soak.Processes;
using AssumeRole.Soak.Worlds;

namespace AssumeRole.Soak.Operations;

/// <summary>Operations of the executable.</summary>
internal static class ProgramOperations
{
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(90);

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<(string Name, Func<Context, ProgramSession, LeakSearch, Task> RunAsync)> Known { get; } =
    [
        ("env", EnvAsync),
        ("exec", ExecAsync),
        ("exec --keep-fresh", KeepFreshAsync),
        ("test", TestAsync),
        ("rotate", RotateAsync),
        ("serve", ServeAsync),
        ("sandbox", SandboxAsync),
        ("others", OthersAsync),
    ];

    // Its purpose is to print the session.
    private static Task EnvAsync(Context context, ProgramSession session, LeakSearch search)
    {
        var draw = context.Draw;
        var cache = draw.Chance(40);
        string[] words = ["env", .. ProgramArguments.Of(context), "--as", draw.Of("bash", "powershell", "dotenv", "json"), .. cache ? ["--cache"] : Array.Empty<string>()];
        return session.RunAsync(context.Executable!, words, handsOut: true, Interruption.OrNone(draw, 40, 300), Cache(context));
    }

    // The child has the session in its environment, and says nothing of it.
    private static Task ExecAsync(Context context, ProgramSession session, LeakSearch search)
    {
        var draw = context.Draw;
        var child = draw.Of("exit 3", "echo out; echo err >&2", "test -n \"$AWS_SESSION_TOKEN\" && echo session", "sleep 20", "kill -9 $$");
        var interruption = child == "sleep 20" ? Interruption.Of(draw, 1500) : Interruption.OrNone(draw, 30, 400);
        return session.RunAsync(
            context.Executable!, ["exec", .. ProgramArguments.Of(context), "--", "sh", "-c", child], handsOut: false, interruption, Cache(context));
    }

    // The child hands the endpoint's token to the harness, in a file of that purpose.
    private static async Task KeepFreshAsync(Context context, ProgramSession session, LeakSearch search)
    {
        var draw = context.Draw;
        var token = context.Private($"token-{context.Number}");
        var ending = draw.Of("exit 3", "sleep 20", "exec sleep 20", "kill -9 $$");
        var interruption = ending.Contains("sleep", StringComparison.Ordinal) ? Interruption.Of(draw, 2000) : Interruption.OrNone(draw, 30, 600);
        await session.RunAsync(
            context.Executable!,
            ["exec", .. ProgramArguments.Of(context), "--keep-fresh", "--", "sh", "-c", $"printf %s \"$AWS_CONTAINER_AUTHORIZATION_TOKEN\" > '{token}'; {ending}"],
            handsOut: false,
            interruption);
        if (File.Exists(token)) search.Add(await File.ReadAllTextAsync(token), "a token of an endpoint");
        File.Delete(token);
    }

    private static Task TestAsync(Context context, ProgramSession session, LeakSearch search)
    {
        var draw = context.Draw;
        string[] words =
        [
            "test", .. ProgramArguments.Of(context), .. draw.Chance(50) ? ["--detailed"] : Array.Empty<string>(),
            .. draw.Chance(50) ? ["--report-path", context.Written("program." + draw.Of("html", "md", "json"))] : Array.Empty<string>(),
            .. draw.Chance(50) ? ["--json"] : Array.Empty<string>(),
        ];
        return session.RunAsync(context.Executable!, words, handsOut: false, Interruption.OrNone(draw, 40, 1500));
    }

    private static Task RotateAsync(Context context, ProgramSession session, LeakSearch search)
    {
        var draw = context.Draw;
        var accounts = string.Join(',', Enumerable.Range(1, draw.Between(1, 5)).Select(number =>
            $$"""{"name":"a{{number}}","roleArn":"{{draw.Of(RandomWorld.Machine, RandomWorld.Permissions2, RandomWorld.TrustsNobody)}}"}"""));
        var store = draw.Of("SecretsManager", "ParameterStore", "File");
        string[] words =
        [
            "rotate", "--team", $$"""{"name":"team","accounts":[{{accounts}}]}""", "--store", store, "--folder", context.Private("store-of-programs"),
            "--allow-shorter", "--verbose", .. draw.Chance(40) ? ["--minimum-remaining", "86400"] : Array.Empty<string>(),
        ];
        return session.RunAsync(context.Executable!, words, handsOut: false, Interruption.OrNone(draw, 40, 800));
    }

    // Its standard output is what leads clients to it.
    private static async Task ServeAsync(Context context, ProgramSession session, LeakSearch search)
    {
        var draw = context.Draw;
        var dialect = draw.Of("container", "instance-metadata");
        using var program = session.Start(context.Executable!, ["serve", .. ProgramArguments.Of(context), "--dialect", dialect]);
        if (await program.WaitForAsync("export ", Start))
        {
            // The lines come together.
            var exports = ExportLines.Read(program.OutputText);
            if (exports.GetValueOrDefault("AWS_CONTAINER_AUTHORIZATION_TOKEN") is { } token)
            {
                search.Add(token, "a token of an endpoint");
                using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
                foreach (var said in new[] { token, "wrong" }) await AskAsync(http, exports["AWS_CONTAINER_CREDENTIALS_FULL_URI"], said);
            }

            session.Send(program, Interruption.Of(draw, 1).Signal);
        }

        await session.EndAsync(program, "serve", handsOut: true);
    }

    // A client of it hands out a session; everything of its sandbox bears the mark.
    private static async Task SandboxAsync(Context context, ProgramSession session, LeakSearch search)
    {
        var draw = context.Draw;
        string[] world = draw.Chance(50) ? ["--world", context.Stage.WorldPath] : [];
        using var program = session.Start(context.Executable!, ["sandbox", .. world]);
        if (await program.WaitForAsync("export NO_PROXY", Start))
        {
            var exports = ExportLines.Read(program.OutputText).ToDictionary(pair => pair.Key, pair => (string?)pair.Value, StringComparer.Ordinal);
            var output = await session.RunAsync(
                context.Executable!, ["env", "--role-arn", RandomWorld.Permissions2, "--as", "dotenv", "--verbose"], handsOut: true, Interruption.OrNone(draw, 20, 200), exports);
            foreach (var (name, value) in ExportLines.Read(output))
            {
                if (name is "AWS_SECRET_ACCESS_KEY" or "AWS_SESSION_TOKEN") search.Add(value, "a secret that the executable's sandbox issued");
            }

            session.Send(program, Interruption.Of(draw, 1).Signal);
        }

        await session.EndAsync(program, "sandbox", handsOut: false);
    }

    private static Task OthersAsync(Context context, ProgramSession session, LeakSearch search)
    {
        var draw = context.Draw;
        var words = draw.Of<string[]>(
        [
            ["whoami", "--json", "--verbose"], ["whoami"], ["demo"], ["completion", "bash"], ["--help"], ["env"], ["exec"], ["nonsense"],
            ["credential-process", .. ProgramArguments.Of(context)],
        ]);
        return session.RunAsync(context.Executable!, words, handsOut: words[0] == "credential-process", Interruption.OrNone(draw, 30, 500));
    }

    private static async Task AskAsync(HttpClient http, string address, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Authorization", token);
        try
        {
            using var answer = await http.SendAsync(request);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            // It was ended meanwhile, or has no session to give.
        }
    }

    private static Dictionary<string, string?> Cache(Context context) => new() { ["XDG_CACHE_HOME"] = context.Private("cache") };
}
