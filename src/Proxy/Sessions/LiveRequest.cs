using Sluice.Proxy.Backends;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;
using Sluice.Transport;

namespace Sluice.Proxy.Sessions;

/// <summary>What is known of a request that is under way, for everybody who looks at it from outside. Safe from any thread.</summary>
internal sealed class LiveRequest(ClientSession session, string id, ChannelRelay relay)
{
    private readonly DateTimeOffset _began = session.Services.Time.GetUtcNow();
    private RequestTimeouts? _timeouts;
    private long _establishedAt;
    private volatile HostingCommand? _command;
    private volatile string? _backend;
    private volatile BackendLease? _lease;
    private volatile RequestPhase _phase;

    /// <summary>The id that stands in the user's terminal and in the log.</summary>
    public string Id => id;

    /// <summary>Whose request it is.</summary>
    public ClientSession Session => session;

    /// <summary>What is asked for; null until the line is understood.</summary>
    public HostingCommand? Command
    {
        get => _command;
        set
        {
            _command = value;
            if (value is not null) relay.Waits.Conversation.Turns = ServiceTurns.Of(value.Service);
        }
    }

    /// <summary>The backend that was chosen last; null before.</summary>
    public string? Backend
    {
        get => _backend;
        set => _backend = value;
    }

    /// <summary>The place on it that was taken last; null before.</summary>
    public BackendLease? Lease
    {
        get => _lease;
        set
        {
            _lease = value;
            if (_establishedAt == 0) _establishedAt = session.Services.Time.GetTimestamp();
        }
    }

    /// <summary>Bytes passed on so far, in both directions.</summary>
    public long Bytes => relay.FromClient.Bytes + relay.ToClient.Bytes;

    /// <summary>How far it is.</summary>
    public RequestPhase Phase => relay.IsEnding ? RequestPhase.Ending : relay.IsRunning ? RequestPhase.Running : _phase;

    /// <summary>What the request is about: a repository, or the words of a host command. Null if the line was not understood.</summary>
    public string? Subject => _command?.HostCommand is null ? _command?.Repository : _command.Operation;

    /// <summary>It has come to <paramref name="phase"/>, where <paramref name="owes"/> is waited for.</summary>
    public void Enter(RequestPhase phase, Side owes)
    {
        _phase = phase;
        relay.Waits.WaitFor(owes);
    }

    /// <summary>Looks at everything that it waits for; called once a second.</summary>
    public void OnTick(TimeoutModel limits)
    {
        relay.OnTick();
        _timeouts ??= new RequestTimeouts(this, relay);
        _timeouts.Check(limits);
    }

    /// <summary>The request as it is now.</summary>
    public RequestView View()
    {
        var time = session.Services.Time;
        return new RequestView
        {
            Id = id,
            ConnectionId = session.Connection.Id,
            User = session.Identity.UserName,
            Client = session.Connection.RemoteEndPoint,
            Service = _command?.Service.WireName(),
            Repository = Subject,
            Backend = _backend,
            BackendConnectionId = _lease?.ConnectionId,
            Phase = Phase,
            BytesIn = relay.FromClient.Bytes,
            BytesOut = relay.ToClient.Bytes,
            QueuedIn = relay.FromClient.Queued,
            QueuedOut = relay.ToClient.Queued,
            Started = _began,
            Age = time.GetElapsedTime(relay.Waits.Started),
            Owes = relay.Waits.Settle().Owes,
            Waits = relay.Waits.Read(),
        };
    }

    /// <summary>
    /// Ends the request before its time: the user reads <paramref name="why"/>, and both channels are closed. One that is
    /// ending already is not waited for any longer.
    /// </summary>
    /// <param name="why">The end of a sentence, such as <c>the disk is being replaced</c>; may be empty.</param>
    public void Kill(string why)
    {
        var reason = why.Length == 0 ? "" : $": {LogText.Printable(LogText.Brief(why))}";
        relay.Cut(
            new Blame(Side.Proxy, EndReason.Killed, $"the operator ended it{reason}"),
            $"sluice: the operator ended your request{reason} (request {id})\n");
    }

    /// <summary>
    /// Ends the request because the process ends and waits for it no longer: the user reads that. One that is ending already is left to
    /// itself, unless <paramref name="isLast"/>: then its last words are not waited for either.
    /// </summary>
    public void Stop(bool isLast)
    {
        if (relay.IsEnding && !isLast) return;
        relay.Cut(
            new Blame(Side.Proxy, EndReason.Drained, "Sluice is being restarted and did not wait for it any longer"),
            $"sluice: the server is being restarted and could not wait for your request any longer: try again in a moment (request {id})\n");
    }

    /// <summary>The access line's content: the request is over now.</summary>
    public AccessRecord Record(RelayOutcome outcome)
    {
        var waits = relay.Waits.Read();
        return new AccessRecord
        {
            RequestId = id,
            ConnectionId = session.Connection.Id,
            User = session.Identity.UserName,
            KeyFingerprint = session.Identity.Fingerprint,
            ClientAddress = session.Connection.RemoteEndPoint,
            Service = _command?.Service.WireName(),
            Repository = Subject,
            Backend = _backend,
            BytesIn = outcome.BytesIn,
            BytesOut = outcome.BytesOut,
            Duration = waits.Total,
            Waits = waits,
            Established = Since(_establishedAt),
            FirstByte = Since(relay.Waits.Conversation.Backend.FirstAt),
            ExitStatus = outcome.ExitStatus,
            ExitSignal = outcome.ExitSignal,
            Outcome = outcome.Word,
            ClosedBy = outcome.First.Side,
            Reason = outcome.First.Reason,
            Detail = outcome.First.Detail,
            Connections = _lease is { } lease ? [session.Connection, lease.Connection] : [session.Connection],
        };
    }

    private TimeSpan? Since(long stamp) => stamp == 0 ? null : session.Services.Time.GetElapsedTime(relay.Waits.Started, stamp);
}
