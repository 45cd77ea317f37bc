namespace AssumeRole.Lambda;

/// <summary>Answers one invocation.</summary>
/// <param name="invocation">What to do.</param>
/// <param name="cancellationToken">Cancelled shortly before the deadline, so that there is time left to say so.</param>
/// <returns>The answer, as JSON.</returns>
/// <exception cref="Findings.AssumeRoleException">What the function fails with.</exception>
public delegate Task<string> LambdaHandler(LambdaInvocation invocation, CancellationToken cancellationToken);
