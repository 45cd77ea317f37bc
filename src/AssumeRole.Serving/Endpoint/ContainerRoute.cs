namespace AssumeRole.Endpoint;

/// <summary>A container route that is being served.</summary>
/// <param name="Route">The route as it was asked for.</param>
/// <param name="Path">Its path.</param>
/// <param name="Token">Its token.</param>
/// <param name="Answers">What it answers.</param>
internal sealed record ContainerRoute(CredentialRoute Route, string Path, RouteToken Token, RouteAnswers Answers)
{
    public static ContainerRoute For(CredentialRoute route, Action<ServerEvent>? log, TimeProvider time) => new(
        route, route.Path ?? RouteToken.RandomPath(), new RouteToken(), new RouteAnswers(route, new ContainerFormat(), log, time));
}
