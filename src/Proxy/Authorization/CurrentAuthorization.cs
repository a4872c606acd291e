using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Authorization;

/// <summary>The endpoint that is asked at present; it changes with the configuration.</summary>
/// <param name="metrics">Told of decisions.</param>
/// <param name="logger">Told of faults.</param>
/// <param name="time">The clock.</param>
/// <param name="standBefore">Makes what stands before each endpoint; null is nothing.</param>
internal sealed class CurrentAuthorization(AuthorizationMetrics metrics, ILogger<AuthorizationHook> logger, TimeProvider time, Func<DelegatingHandler>? standBefore = null) : IDisposable
{
    // Longer than any question takes.
    private static readonly TimeSpan _farewell = TimeSpan.FromMinutes(2);

    private AuthorizationModel? _model;
    private volatile AuthorizationHook? _hook;

    /// <summary>Who is asked; null if nobody is.</summary>
    public AuthorizationHook? Hook => _hook;

    /// <summary>Asks another endpoint from now on; the same one keeps what it has said. Who is being asked may answer.</summary>
    public void Apply(AuthorizationModel? model)
    {
        if (model is null ? _model is null : _model?.IsSame(model) == true) return;
        var before = _hook;
        _hook = model is null ? null : new AuthorizationHook(model, metrics, logger, time, standBefore?.Invoke());
        _model = model;
        if (before is not null) _ = Task.Delay(_farewell, time).ContinueWith(_ => before.Dispose(), TaskScheduler.Default);
    }

    /// <inheritdoc/>
    public void Dispose() => _hook?.Dispose();
}
