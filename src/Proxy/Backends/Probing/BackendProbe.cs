using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Backends.Probing;

/// <summary>
/// Tries out one backend for its operator, on a connection of its own: connects, checks the host key, logs in, opens as many
/// sessions as a connection shall carry, and looks on one of them what arrives of the environment.
/// </summary>
internal sealed class BackendProbe(BackendModel model, TimeProvider time) : IConnectionObserver
{
    /// <summary>The most sessions that are tried.</summary>
    public const int MaxSessions = 100;

    private readonly ProbedEnvironment _environment = new(model);

    /// <summary>Probes; every wait is bounded by the backend's own time-outs.</summary>
    public async Task<ProbeReport> RunAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var result = await new SshConnector(NullLoggerFactory.Instance).ConnectAsync(model.Host, model.Port, model.Ssh, this, cancellationToken).ConfigureAwait(false);
        if (result.Connection is not { } connection) return Fails(ProbeText.NoConnection(model, result.Failure!));
        try
        {
            var milliseconds = time.GetElapsedTime(started).TotalMilliseconds;
            return await TryOutAsync(connection, $"{connection.RemoteIdentification} lets {model.Ssh.User} in after {milliseconds:0} ms", cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            connection.Close(EndReason.PeerClosed, "the probe is over");
        }
    }

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) =>
        throw new InvalidOperationException("A server has no session channels to open.");

    void IConnectionObserver.OnEnded(SshConnection connection, End end)
    {
    }

    private async Task<ProbeReport> TryOutAsync(SshConnection connection, string login, CancellationToken cancellationToken)
    {
        var asked = Math.Min(model.Pool.MaxSessionsPerConnection, MaxSessions);
        SshChannel? first = null;
        var listener = new ProbeChannel();
        var opened = 0;
        for (; opened < asked; opened++)
        {
            var another = opened == 0 ? listener : new ProbeChannel();
            var channel = connection.OpenSession(another, ProbeChannel.Window, 32 * 1024);
            var refusal = await WithinAsync(another.Opened, model.Pool.StallTimeout, "no answer within StallTimeout", cancellationToken).ConfigureAwait(false);
            if (refusal is not null && first is null) return Fails(ProbeText.NoSession(refusal));
            if (refusal is not null) break;
            first ??= channel;
        }
        foreach (var variable in _environment.Variables) first!.SendEnvironment(variable.Name, variable.Value, wantsReply: false);
        first!.SendExec("env"u8, wantsReply: false);
        first.SendEof();
        var output = await WithinAsync(listener.Output, model.Ssh.ConnectTimeout, null, cancellationToken).ConfigureAwait(false);
        if (output is null) return Fails(ProbeText.NoEnd());
        var sessions = $"{login}, {ProbeText.Sessions(model, opened, asked)}";
        if (!ProbedEnvironment.IsEnvironment(output)) return Works($"{sessions}; {ProbeText.CannotTell(_environment)}.");
        var missing = _environment.MissingIn(output);
        if (missing.Count == 0) return Works($"{sessions}; {ProbeText.Arrived(_environment, missing)}.");
        var text = $"{sessions}; {ProbeText.Arrived(_environment, missing)}; {ProbeText.Missing(missing)}.";
        return missing.Any(variable => variable.IsNeeded) ? Fails(text) : Works(text);
    }

    private async Task<string?> WithinAsync(Task<string?> answer, TimeSpan limit, string? otherwise, CancellationToken cancellationToken)
    {
        try
        {
            return await answer.WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return otherwise;
        }
    }

    private ProbeReport Works(string text) => new(model.Name, true, $"{model.Name} ({model.Address}) works: {text}");

    private ProbeReport Fails(string text) => new(model.Name, false, $"{model.Name} ({model.Address}) fails: {text}");
}
