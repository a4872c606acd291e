using Sluice.Proxy.Commands;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;
using Sluice.Transport;

namespace Sluice.Proxy.Sessions;

/// <summary>Ends a request on which nothing moves, or that takes too long, and says who was waited for.</summary>
internal sealed class RequestTimeouts(LiveRequest request, ChannelRelay relay)
{
    private bool _hasEnded;

    private SessionServices Services => request.Session.Services;

    private string Backend => request.Backend ?? "none";

    /// <summary>Compares the request's times with its service's limits. Called once a second.</summary>
    public void Check(TimeoutModel limits)
    {
        if (_hasEnded || request.Command is not { } command) return;
        // Before the command runs, and when it was refused, other waits have their own bounds.
        if (!relay.IsRunning && !relay.IsEnding) return;
        if (Exceeds(relay.Waits.Started, limits.Total[command.Service])) EndLate(limits.Total[command.Service]);
        else if (Exceeds(relay.Waits.ActiveAt, limits.Channel[command.Service])) EndStalled(limits.Channel[command.Service]);
    }

    private bool Exceeds(long since, TimeSpan limit) => limit > TimeSpan.Zero && Services.Time.GetElapsedTime(since) >= limit;

    private void EndStalled(TimeSpan limit)
    {
        var debt = relay.Waits.Settle();
        var blame = new Blame(debt.Owes, EndReason.ChannelTimeout, TimeoutText.Stalled(debt, Backend, limit));
        End(blame, TimeoutText.TellStalled(debt, Backend, limit, request.Id));
    }

    private void EndLate(TimeSpan limit)
    {
        var most = relay.Waits.Read().Most;
        var blame = new Blame(most, EndReason.TotalTimeout, TimeoutText.TookTooLong(most, Backend, limit));
        End(blame, TimeoutText.TellTookTooLong(most, Backend, limit, request.Id));
    }

    private void End(Blame blame, string text)
    {
        _hasEnded = true;
        Services.Metrics.Waits.TimedOut(blame.Reason, blame.Side, request.Command!.Service.WireName());
        Services.Logger.RequestTimedOut(request.Session.Identity.UserName, blame.Side, blame.Reason, blame.Detail, request.Id);
        relay.Cut(blame, text);
    }
}
