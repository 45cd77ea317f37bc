using AssumeRole.Chains;
using AssumeRole.Profiles;
using AssumeRole.Sessions;
using AssumeRole.Sts;

namespace AssumeRole.Core.Tests.Chains;

public sealed class LazyAwsServicesTests
{
    [Fact]
    public async Task A_call_waits_until_it_is_open()
    {
        using var gate = new ManualResetEventSlim();
        var adapters = new Adapters();
        var side = Open(() =>
        {
            gate.Wait(Patience.Limit);
            return adapters;
        });

        var session = side.AssumeRoleAsync(Sample.Request(), Sample.Keys, Sample.Endpoint, CancellationToken.None);
        var caller = side.GetCallerIdentityAsync(Sample.Keys, Sample.Endpoint, CancellationToken.None);
        Assert.False(session.IsCompleted);
        gate.Set();

        Assert.Equal("ASIA-deploy", (await session).AccessKeyId);
        Assert.Equal("111111111111", (await caller).Account);
        Assert.Equal(2, adapters.Sts.Calls.Count);
    }

    [Fact]
    public async Task It_is_opened_once_and_never_on_the_thread_that_asks()
    {
        using var gate = new ManualResetEventSlim();
        var opened = 0;
        var wasAsked = false;
        // On the thread that asks this would wait for what that thread does later.
        var side = Open(() =>
        {
            opened++;
            wasAsked = gate.Wait(Patience.Limit);
            return new Adapters();
        });

        var first = side.GetCallerIdentityAsync(Sample.Keys, Sample.Endpoint, CancellationToken.None);
        gate.Set();
        await first;
        await side.GetCallerIdentityAsync(Sample.Keys, Sample.Endpoint, CancellationToken.None);

        Assert.Equal((1, true), (opened, wasAsked));
    }

    [Fact]
    public async Task Who_gives_up_waits_for_it_no_longer()
    {
        using var gate = new ManualResetEventSlim();
        using var stopping = new CancellationTokenSource();
        var side = Open(() =>
        {
            gate.Wait(Patience.Limit);
            return new Adapters();
        });

        var call = side.GetAsync(new SsoProfile("team", null, "https://sso.example", "eu-west-1", "111111111111", "deploy"), stopping.Token);
        var caller = side.GetCallerIdentityAsync(Sample.Keys, Sample.Endpoint, stopping.Token);
        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        gate.Set();
    }

    [Fact]
    public async Task Everybody_who_asks_is_told_why_it_could_not_be_opened()
    {
        var side = Open(() => throw new FileNotFoundException("AssumeRole.Aws.dll is not in the module's lib/."));

        await Assert.ThrowsAsync<FileNotFoundException>(() => side.GetCallerIdentityAsync(Sample.Keys, Sample.Endpoint, CancellationToken.None));
    }

    [Fact]
    public async Task It_is_made_ready_with_the_variables_where_there_is_another_processor_for_it()
    {
        var adapters = new Adapters();
        var variables = new FakeVariables();
        var side = new LazyAwsServices(() => adapters, variables);

        await side.GetCallerIdentityAsync(Sample.Keys, Sample.Endpoint, CancellationToken.None);

        if (Environment.ProcessorCount > 1) Assert.Same(variables, await adapters.Prepared.WaitAsync(Patience.Limit));
        else Assert.False(adapters.Prepared.IsCompleted);
    }

    [Fact]
    public async Task What_fails_while_it_is_made_ready_is_left_to_the_request()
    {
        var adapters = new Adapters { Fault = new InvalidOperationException("not ready") };
        var side = Open(() => adapters);
        if (Environment.ProcessorCount > 1) await adapters.Prepared.WaitAsync(Patience.Limit);

        Assert.Equal("111111111111", (await side.GetCallerIdentityAsync(Sample.Keys, Sample.Endpoint, CancellationToken.None)).Account);
    }

    private static LazyAwsServices Open(Func<IAwsServices> open) => new(open, new FakeVariables());

    private sealed class Adapters : IAwsServices
    {
        private readonly TaskCompletionSource<IEnvironmentVariables> prepared = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public FakeTokenService Sts { get; } = new();

        public Task<IEnvironmentVariables> Prepared => prepared.Task;

        public Exception? Fault { get; init; }

        public ISecurityTokenService SecurityTokenService => Sts;

        public ISsoCredentialSource Sso { get; } = new FakeSso();

        public void WarmUp(IEnvironmentVariables variables)
        {
            prepared.SetResult(variables);
            if (Fault is { } fault) throw fault;
        }
    }
}
