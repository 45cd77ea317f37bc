using AssumeRole.Sessions;
using FsCheck;
using FsCheck.Fluent;

namespace AssumeRole.Core.Tests.Sessions;

public sealed class SessionEnvironmentPropertyTests
{
    private enum Step
    {
        Use,
        UseWithRegion,
        Enter,
        Place,
        PlaceOther,
        DisposeFirst,
        DisposeLast,
        Clear,
        UseOfAnother,
        Die,
    }

    [Fact]
    public void Whatever_comes_and_goes_in_whatever_order_the_environment_ends_as_it_began()
    {
        var steps = Gen.Elements(Enum.GetValues<Step>()).ListOf();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(steps.ToArbitrary(), list => new Run().EndsAsItBegan(list)));
    }

    private sealed class Run
    {
        private static readonly string[] Ours = ["ASIA-", "secret-of-", "token-of-", "2026-03-04"];

        private readonly FakeVariables variables = new(
            ("PATH", "/bin"),
            ("AWS_ACCESS_KEY_ID", "AKIAUSER"),
            ("AWS_PROFILE", "mine"),
            ("AWS_CONTAINER_NEW", "x"),
            ("AWS_REGION", "us-east-2"));

        private readonly List<IDisposable> placements = [];
        private readonly SessionEnvironment environment;
        private FakeOwner owner = new();
        private int number;

        public Run()
        {
            environment = new SessionEnvironment(variables, new ManualTimeProvider());
        }

        public bool EndsAsItBegan(IEnumerable<Step> steps)
        {
            var before = variables.Snapshot();
            foreach (var step in steps)
            {
                Take(step);
                var view = environment.BeforeRoles;
                if (view.Names.Any(name => IsOurs(view.Get(name)!))) return false;
            }

            foreach (var placement in placements) placement.Dispose();
            while (environment.Clear(owner) is not null)
            {
            }

            return environment.Current is null
                && before.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .SequenceEqual(variables.Snapshot().OrderBy(pair => pair.Key, StringComparer.Ordinal));
        }

        private static bool IsOurs(string value) => Ours.Any(text => value.StartsWith(text, StringComparison.Ordinal));

        private void Take(Step step)
        {
            switch (step)
            {
                case Step.Use: environment.Use(Session(), null, owner); break;
                case Step.UseWithRegion: environment.Use(Session(), "eu-west-1", owner); break;
                case Step.Enter: placements.Add(environment.Enter(Session(), null, owner)); break;
                case Step.Place: Place("AWS_ACCESS_KEY_ID", null, "AWS_REGION", "sandbox-1"); break;
                case Step.PlaceOther: Place("AWS_PROFILE", "placed", "AWS_ENDPOINT_URL_STS", "http://127.0.0.1"); break;
                case Step.DisposeFirst: placements.FirstOrDefault()?.Dispose(); break;
                case Step.DisposeLast: placements.LastOrDefault()?.Dispose(); break;
                case Step.Clear: environment.Clear(owner); break;
                case Step.UseOfAnother:
                    if (environment.Current is not null) Sample.FindingOf(() => environment.Use(Session(), null, new FakeOwner()));
                    break;
                case Step.Die:
                    owner.IsAlive = false;
                    owner = new FakeOwner();
                    environment.CheckOwner(owner);
                    break;
                default: throw new InvalidOperationException($"{step}");
            }
        }

        private AssumeRole.Credentials.SessionCredentials Session() => Sample.Session($"role{++number}");

        private void Place(string name, string? value, string other, string otherValue) =>
            placements.Add(environment.Place(new Dictionary<string, string?> { [name] = value, [other] = otherValue }));
    }
}
