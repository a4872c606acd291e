using Sluice.Proxy.Backends;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Relay;
using Sluice.Transport;

namespace Sluice.Proxy.Sessions;

/// <summary>What is known of a request that is under way, for everybody who looks at it from outside. Safe from any thread.</summary>
internal sealed class LiveRequest(ClientSession session, string id, ChannelRelay relay)
{
    private readonly DateTimeOffset _began = session.Services.Time.GetUtcNow();
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
        set => _command = value;
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
        set => _lease = value;
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
            Started = _began,
            Age = time.GetElapsedTime(relay.Waits.Started),
            Owes = relay.Waits.Owes,
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

    /// <summary>The access line's content.</summary>
    public AccessRecord Record(RelayOutcome outcome) => new()
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
        Duration = session.Services.Time.GetElapsedTime(relay.Waits.Started),
        ExitStatus = outcome.ExitStatus,
        ExitSignal = outcome.ExitSignal,
        Outcome = outcome.Word,
        ClosedBy = outcome.First.Side,
        Reason = outcome.First.Reason,
        Detail = outcome.First.Detail,
    };
}
