using Microsoft.Extensions.Logging;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Endpoints;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;

namespace Sluice.Proxy.Authorization;

/// <summary>
/// Asks the operator's endpoint about a request that the routes let pass, before any backend hears of it. Without an
/// answer nothing is allowed, unless an answer that it gave lately may stand in.
/// </summary>
internal sealed class AuthorizationHook : IDisposable
{
    /// <summary>What the user hears when the endpoint cannot be asked.</summary>
    public const string Unanswered = "Sluice cannot find out whether you may do this: try again in a minute.";

    private readonly AuthorizationEndpoint _endpoint;
    private readonly AnswerCache<AuthorizationQuestion, Verdict> _cache;
    private readonly AuthorizationMetrics _metrics;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly OutageWatch _outages = new();

    /// <param name="model">Where it is, and how long its answers are kept.</param>
    /// <param name="metrics">Told of decisions.</param>
    /// <param name="logger">Told of faults.</param>
    /// <param name="time">The clock.</param>
    /// <param name="before">Stands before the endpoint; null is nothing.</param>
    public AuthorizationHook(AuthorizationModel model, AuthorizationMetrics metrics, ILogger logger, TimeProvider time, DelegatingHandler? before = null)
    {
        _endpoint = new AuthorizationEndpoint(model.Endpoint, EndpointClient.Create(model.Endpoint, model.Cache.AskTimeout, before));
        _cache = new AnswerCache<AuthorizationQuestion, Verdict>(model.Cache, time);
        _metrics = metrics;
        _logger = logger;
        _time = time;
    }

    /// <summary>The routes' decision as the endpoint leaves it: the same, with another backend, path or environment, or a refusal.</summary>
    /// <param name="forward">What the routes decided.</param>
    /// <param name="question">Who wants to do what.</param>
    /// <param name="targets">True for the name of a backend or a group.</param>
    /// <param name="requestId">The request.</param>
    public async ValueTask<Decision> DecideAsync(Decision.Forward forward, AuthorizationQuestion question, Func<string, bool> targets, string requestId)
    {
        var started = _time.GetTimestamp();
        var reply = await _cache.GetAsync(
            question, (_endpoint, question, requestId), static (asked, limit) => asked._endpoint.AskAsync(asked.question, asked.requestId, limit), CancellationToken.None)
            .ConfigureAwait(false);
        if (reply.Origin == ReplyOrigin.Source) _metrics.Asked(_time.GetElapsedTime(started));
        TellOutage(reply);
        _metrics.Decided(ResultOf(reply));
        if (!reply.Answer.IsAnswer) return new Decision.Refuse(Unanswered);
        var verdict = reply.Answer.Value ?? Verdict.Plain;
        if (reply.Answer.Kind == AnswerKind.Negative) return new Decision.Refuse(verdict.Message.Length > 0 ? verdict.Message : RouteTable.NoMatch);
        return Apply(forward, verdict, question.Service, targets, requestId);
    }

    /// <inheritdoc/>
    public void Dispose() => _endpoint.Dispose();

    private Decision Apply(Decision.Forward forward, Verdict verdict, HostingService service, Func<string, bool> targets, string requestId)
    {
        var backend = verdict.Backend ?? forward.Backend;
        if (!targets(backend))
        {
            _logger.UnknownBackendAuthorized(backend, requestId);
            return new Decision.Refuse(Unanswered);
        }
        var path = verdict.Path ?? forward.Path;
        if (RepositoryPath.Refuse(service, path) is { } refusal) return new Decision.Refuse(refusal);
        return new Decision.Forward(backend, path) { Environment = [.. forward.Environment, .. verdict.Environment] };
    }

    private static AuthorizationResult ResultOf(Reply<Verdict> reply) => reply switch
    {
        { Answer.Kind: AnswerKind.Error } => AuthorizationResult.Error,
        { Origin: ReplyOrigin.Stale } => AuthorizationResult.Stale,
        { Answer.Kind: AnswerKind.Positive } => AuthorizationResult.Allowed,
        _ => AuthorizationResult.Denied,
    };

    private void TellOutage(Reply<Verdict> reply)
    {
        switch (_outages.Notice(reply))
        {
            case true:
                _logger.AuthorizationUnreachable(reply.Fault!);
                break;
            case false:
                _logger.AuthorizationReachable();
                break;
        }
    }
}
