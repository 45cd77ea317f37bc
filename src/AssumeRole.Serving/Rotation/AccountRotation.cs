using AssumeRole.Credentials;
using AssumeRole.Findings;
using AssumeRole.Roles;

namespace AssumeRole.Rotation;

internal sealed class AccountRotation(
    ISecretStore store,
    Func<PlannedAccount, SessionDuration, CancellationToken, Task<SessionCredentials>> issue,
    RotationRequest request,
    RotationRetry retry,
    TimeProvider time)
{
    // Another run may create or remove a secret between the find and the write.
    private const int Turns = 4;

    // So that a kept session still lasts when the next run replaces it, see RotationRequest.MinimumRemaining.
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(5);

    // Half of the time that a function has left after its cancellation; the other half is for its report.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Rotates one account. Failures are returned as results; only cancellation throws.</summary>
    public async Task<RotationResult> RunAsync(PlannedAccount account, CancellationToken cancellationToken)
    {
        SessionCredentials? written = null;
        try
        {
            var seen = await Task.WhenAll(account.Names.Select(name => FindAsync(name, cancellationToken))).ConfigureAwait(false);
            foreach (var secret in seen) SecretOwnership.Check(secret, account, request.Force);
            if (FindLasting(account, seen) is { } kept)
                return RotationResult.Of(account, RotationStatus.Kept) with { Expiration = kept.Expiration.UtcDateTime };
            if (request.WhatIf)
            {
                var names = string.Join(", ", account.Names);
                return RotationResult.Of(account, RotationStatus.Planned) with { Evidence = $"Would be written: {names}." };
            }

            var (session, remark) = await IssueAsync(account, cancellationToken).ConfigureAwait(false);
            // Cancelling here would leave a mix of old and new secrets, so writes get a short grace period.
            using var writing = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            using var ending = cancellationToken.UnsafeRegister(_ => writing.CancelAfter(Grace), null);
            // The secret that holds everything comes first: its readers get the new session while the others are still mixed.
            await WriteAsync(account, session, 0, seen[0], writing.Token).ConfigureAwait(false);
            written = session;
            await Task.WhenAll(Enumerable.Range(1, seen.Length - 1)
                .Select(part => WriteAsync(account, session, part, seen[part], writing.Token))).ConfigureAwait(false);
            return RotationResult.Of(account, RotationStatus.Rotated) with
            {
                Expiration = session.Expiration, Changed = true, Evidence = remark,
            };
        }
        catch (AssumeRoleException error)
        {
            return RotationResult.Failed(account, error.Finding) with { Changed = written is not null, Expiration = written?.Expiration };
        }
        catch (OperationCanceledException) when (written is not null && cancellationToken.IsCancellationRequested)
        {
            var halfDone = FindingCatalogue.RotationTimedOut.For(account.ToString(), "Some of its secrets were written and some were not.");
            return RotationResult.Failed(account, halfDone) with { Changed = true, Expiration = written.Expiration };
        }
#pragma warning disable CA1031 // Nothing is hidden: it becomes the account's result, and the other accounts go on.
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            var unforeseen = FindingCatalogue.Unforeseen.For(account.ToString(), $"{error.GetType().Name}: {error.Message}");
            return RotationResult.Failed(account, unforeseen) with { Changed = written is not null };
        }
    }

    /// <summary>The stored session, if all secrets hold the same one and it lasts long enough.</summary>
    private SecretDescription? FindLasting(PlannedAccount account, StoredSecret?[] seen)
    {
        if (seen[0] is not { IsToBeDeleted: false } first || SecretDescription.Parse(first.Description) is not { } session) return null;
        if (session.RoleArn != account.Role.ToString()) return null;
        var isWhole = seen.All(secret => secret is { IsToBeDeleted: false } && secret.Owner == account.Team
            && SecretDescription.Parse(secret.Description) is { } part && part.IsOfSameSession(session));
        var least = request.MinimumRemaining ?? ((session.Expiration - session.Updated) / 2) + Reserve;
        var left = session.Expiration - time.GetUtcNow();
        return isWhole && left > least && SessionLifetime.CanHave(left) ? session : null;
    }

    private async Task<(SessionCredentials Session, string Remark)> IssueAsync(PlannedAccount account, CancellationToken cancellationToken)
    {
        try
        {
            return (await AssumeAsync(account.Duration).ConfigureAwait(false), string.Empty);
        }
        catch (AssumeRoleException error) when (error.Finding.Id == nameof(FindingCatalogue.ChainingCap))
        {
            if (!request.AllowShorter)
            {
                throw new AssumeRoleException(
                    error.Finding with { Remedy = "Set the account's duration to 3600 in the team's configuration, or use -AllowShorter." }, error);
            }

            var session = await AssumeAsync(new SessionDuration(SessionDuration.Default)).ConfigureAwait(false);
            return (session, $"{SessionDuration.Default} seconds in place of {account.Duration.Seconds}, because of role chaining.");
        }

        Task<SessionCredentials> AssumeAsync(SessionDuration duration) =>
            retry.RunAsync(() => issue(account, duration, cancellationToken), cancellationToken);
    }

    private Task<bool> WriteAsync(
        PlannedAccount account, SessionCredentials session, int part, StoredSecret? seen, CancellationToken cancellationToken)
    {
        var name = account.Names[part];
        var write = new SecretWrite(
            name,
            SecretParts.Value(name, account.Path, session),
            SecretDescription.Of(session, time.GetUtcNow()).ToString(),
            SecretTags.For(account));
        return CallAsync(name, () => WriteAsync(account, write, seen, cancellationToken), cancellationToken);
    }

    private async Task<bool> WriteAsync(
        PlannedAccount account, SecretWrite write, StoredSecret? seen, CancellationToken cancellationToken)
    {
        for (var turn = 1; ; turn++)
        {
            try
            {
                if (seen is null) await store.CreateAsync(write, cancellationToken).ConfigureAwait(false);
                else await store.ReplaceAsync(write, seen, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (StoreException error) when (turn < Turns && (error.Fault.IsAlreadyThere || error.Fault.IsMissing))
            {
                // Found again below.
            }

            seen = await store.FindAsync(write.Name, cancellationToken).ConfigureAwait(false);
            SecretOwnership.Check(seen, account, request.Force);
        }
    }

    private Task<StoredSecret?> FindAsync(string name, CancellationToken cancellationToken) =>
        CallAsync(name, () => store.FindAsync(name, cancellationToken), cancellationToken);

    private async Task<T> CallAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await retry.RunAsync(call, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException error)
        {
            throw new AssumeRoleException(error.Fault.Explain(name), error);
        }
    }
}
