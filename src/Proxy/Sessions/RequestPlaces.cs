using System.Globalization;

using Sluice.Proxy.Admission;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Sessions;

/// <summary>The places of one request within its user's limit and its repository's. Given back once, at its end.</summary>
internal sealed class RequestPlaces(Quota users, Quota repositories, AdmissionMetrics metrics, Action<string> tell, Task ended)
{
    private string? _user;
    private string? _repository;

    /// <summary>Takes them, after a bounded wait if need be; null, or a sentence that says which limit is reached and what to do.</summary>
    /// <param name="quotas">The limits that are in force.</param>
    /// <param name="user">Whose request it is.</param>
    /// <param name="service">What is asked for.</param>
    /// <param name="repository">The repository.</param>
    public async ValueTask<string?> EnterAsync(QuotaModel quotas, string user, HostingService service, string repository)
    {
        if (quotas.PerUser != int.MaxValue)
        {
            var why = string.Create(CultureInfo.InvariantCulture, $"you have {quotas.PerUser} requests running, as many as a user may have at a time (MaxSessionsPerUser)");
            if (!await EnterAsync(users, QuotaKind.User, user, quotas.PerUser, quotas.QueueTimeout, why).ConfigureAwait(false))
                return $"{why}: wait until one of them ends, then try again.";
            _user = user;
        }
        if (quotas.PerRepository.TryGetValue(service, out var limit) && limit != int.MaxValue)
        {
            var name = $"{service.WireName()} {repository}";
            var why = string.Create(CultureInfo.InvariantCulture, $"{limit} {service.WireName()} requests are running at this repository, as many as there may be at a time (MaxSessionsPerRepository)");
            if (!await EnterAsync(repositories, QuotaKind.Repository, name, limit, quotas.QueueTimeout, why).ConfigureAwait(false))
                return $"{why}: try again in a minute.";
            _repository = name;
        }
        return null;
    }

    /// <summary>Gives back what was taken.</summary>
    public void Leave()
    {
        if (Interlocked.Exchange(ref _user, null) is { } user) users.Leave(user);
        if (Interlocked.Exchange(ref _repository, null) is { } repository) repositories.Leave(repository);
    }

    private async ValueTask<bool> EnterAsync(Quota quota, QuotaKind kind, string name, int limit, TimeSpan patience, string why)
    {
        if (quota.TryEnter(name, limit)) return true;
        if (patience > TimeSpan.Zero) tell($"sluice: {why}: yours waits for its turn\n");
        var isIn = await quota.EnterAsync(name, limit, patience, ended).ConfigureAwait(false);
        // Who was ended was not refused for the limit.
        if (isIn || !ended.IsCompleted) metrics.Limited(kind, !isIn);
        return isIn;
    }
}
