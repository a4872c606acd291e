using System.Text;

using Sluice.Proxy.Authorization;
using Sluice.Proxy.Backends;
using Sluice.Proxy.Backends.Groups;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;
using Sluice.Proxy.Routing;
using Sluice.Transport;

namespace Sluice.Proxy.Sessions;

/// <summary>A request's life, written in walking order: parse, authorise, lease, open, replay, relay, record.</summary>
internal sealed class RequestWalk
{
    private const uint RefusedStatus = 128;

    /// <summary>How long a request may wait for memory.</summary>
    private static readonly TimeSpan _memoryPatience = TimeSpan.FromSeconds(10);

    /// <summary>Connections that a command is taken to, each without room for it, before its user hears of it.</summary>
    private const int MaxAttempts = 5;

    private readonly ClientSession _session;
    private readonly SessionServices _services;
    private readonly string _id;
    private readonly IReadOnlyCollection<KeyValuePair<string, string>> _environment;
    private readonly Bandwidth? _bandwidth;
    private readonly ChannelRelay _relay;
    private readonly LiveRequest _live;
    private readonly RequestPlaces _places;
    private bool _hasMemory;
    private WriteMark? _write;

    private RequestWalk(ClientSession session, SshChannel channel, string id, IReadOnlyCollection<KeyValuePair<string, string>> environment, bool wantsReply)
    {
        _session = session;
        _services = session.Services;
        _id = id;
        _environment = environment;
        _bandwidth = _services.Limits.Bandwidth.Rent(session.Identity.UserName, _services.Model.Quotas.BandwidthPerUser);
        var options = new RelayOptions(id, _services.Model.ChannelWindow, _services.Budget, _services.Time, _services.Metrics.AddBytesIn, _services.Metrics.AddBytesOut) { Bandwidth = _bandwidth, OnMistake = OnMistake };
        _relay = new ChannelRelay(channel, wantsReply, options);
        _places = _services.Limits.Begin(_relay.Client.Tell, _relay.Completion);
        _live = new LiveRequest(session, id, _relay);
    }

    /// <summary>Takes the channel over. Must be called from one of its observer's calls; <paramref name="line"/> is borrowed.</summary>
    public static void Start(
        ClientSession session,
        SshChannel channel,
        string id,
        IReadOnlyCollection<KeyValuePair<string, string>> environment,
        ReadOnlySpan<byte> line,
        bool wantsReply)
    {
        // A certificate with a forced command is good for that command only, whatever the client asks for (sshd does the same).
        if (session.Identity.Certificate?.ForceCommand is { } forced) line = Encoding.UTF8.GetBytes(forced);
        var walk = new RequestWalk(session, channel, id, environment, wantsReply);
        // One byte more than is read tells a line that is too long.
        _ = walk.RunAsync(line[..Math.Min(line.Length, CommandLine.MaxLength + 1)].ToArray());
    }

    private async Task RunAsync(byte[] line)
    {
        var isCrowded = !_session.TryStartRequest(_live);
        _services.AccessLog.Started();
        try
        {
            switch (isCrowded ? new Decision.Refuse("too many of your requests are still ending: try again in a moment.") : await DecideAsync(line).ConfigureAwait(false))
            {
                case Decision.Forward when await FindPlacesAsync().ConfigureAwait(false) is { } limit:
                    Refuse(limit, EndReason.Limited);
                    break;
                case Decision.Forward forward when await TryEnterAsync().ConfigureAwait(false):
                    await ForwardAsync(forward).ConfigureAwait(false);
                    break;
                case Decision.Refuse refusal:
                    Refuse(refusal.Message);
                    break;
                default:
                    Refuse("Sluice has no memory to spare for another request: try again in a minute.");
                    break;
            }
        }
#pragma warning disable CA1031 // The session's edge: a mistake of ours costs this request and nothing else.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            OnMistake(exception);
        }
        var outcome = await _relay.Completion.ConfigureAwait(false);
        if (_hasMemory) _relay.ReleaseMemory();
        _places.Leave();
        _services.Limits.Bandwidth.Return(_bandwidth);
        if (_write is not null) _ = EndWriteAsync(_write, _live.Lease);
        try
        {
            _services.AccessLog.Ended(_live.Record(outcome));
        }
        finally
        {
            _session.RequestEnded(_live);
        }
    }

    private void OnMistake(Exception exception)
    {
        _services.Logger.RequestCrashed(exception, _id);
        _relay.Refuse(
            new Blame(Side.Proxy, EndReason.InternalError, exception.GetType().Name),
            $"sluice: something went wrong inside Sluice; tell your operator this id: {_id}\n", RefusedStatus);
    }

    /// <summary>A push may go on at the backend when its client has long been gone: it is over with its channel.</summary>
    private async Task EndWriteAsync(WriteMark write, BackendLease? lease)
    {
        if (lease is not null) await lease.Released.ConfigureAwait(false);
        _services.Backends.EndWrite(write);
    }

    private async ValueTask<bool> TryEnterAsync()
    {
        _live.Enter(RequestPhase.WaitingForMemory, Side.Proxy);
        return _hasMemory = await _services.Budget.EnterAsync(_memoryPatience).ConfigureAwait(false);
    }

    /// <summary>Null, or the limit that is reached.</summary>
    private ValueTask<string?> FindPlacesAsync()
    {
        _live.Enter(RequestPhase.WaitingForPlace, Side.Proxy);
        return _places.EnterAsync(_services.Model.Quotas, _session.Identity.UserName, Command.Service, _live.Subject!);
    }

    /// <summary>What the routes say, and then who is asked behind them.</summary>
    private async ValueTask<Decision> DecideAsync(byte[] line)
    {
        var model = _services.Model;
        var decision = Understand(line, model);
        if (_services.Authorization.Hook is not { } hook || decision is not Decision.Forward forward) return decision;
        _live.Enter(RequestPhase.Authorizing, Side.Proxy);
        var question = new AuthorizationQuestion(
            _session.Identity.UserName, _session.Identity.Fingerprint, _session.Identity.KeyId, Command.Service, Command.Access, _live.Subject!,
            forward.Backend, forward.Path, _session.Connection.RemoteEndPoint.Address);
        return await hook.DecideAsync(forward, question, model.IsTarget, _id).ConfigureAwait(false);
    }

    /// <summary>What the user wants, and whether and where it may happen.</summary>
    private Decision Understand(byte[] line, SluiceModel model)
    {
        if (!CommandLine.TryParse(line, model.Routes.HostCommands, out var command, out var refusal)) return new Decision.Refuse(refusal);
        _live.Command = command;
        return model.Routes.Decide(_session.Identity.UserName, command);
    }

    /// <summary>Takes the command to a backend; to another one, or another connection, as long as not a byte has been delivered.</summary>
    private async Task ForwardAsync(Decision.Forward forward)
    {
        var asked = new BackendCommand(_session.Identity, _session.Connection.RemoteEndPoint.Address, _id, Command, forward.Path)
        {
            Accepted = _environment,
            Authorized = forward.Environment,
        };
        var request = new LeaseRequest(
            forward.Backend, _session.Connection, _session.Identity.UserName, forward.Path, Command.Access, _id, _relay.Client.Tell)
        {
            OnQueued = () => _live.Enter(RequestPhase.Queued, Side.Proxy),
            HasEnded = () => _relay.IsEnding,
        };
        if (Command.Access == Access.Write) _write = _services.Backends.BeginWrite(forward.Path);
        var failures = 0;
        for (var attempt = 1; ; attempt++)
        {
            _live.Enter(RequestPhase.Connecting, Side.Backend);
            if (await LeaseAsync(request).ConfigureAwait(false) is not { } leased) return;
            _live.Backend = leased.Backend;
            if (!leased.IsGranted(out var lease))
            {
                var failure = leased.Failure!;
                _relay.Refuse(Blame.Of(failure, Side.Backend) with { Side = Side.Backend }, BackendText.Unavailable(leased.Backend, failure, _id), BackendText.ExitStatus);
                return;
            }
            _live.Lease = lease;
            _live.Enter(RequestPhase.Opening, Side.Backend);
            var answer = await AskAsync(lease, asked).ConfigureAwait(false);
            if (answer is not BackendAnswer.Failed failed) return;
            if (failed.Retry == Retry.No || attempt == MaxAttempts || (failed.Retry == Retry.Once && ++failures > 1))
            {
                _relay.Refuse(failed.Blame, failed.Text, BackendText.ExitStatus);
                return;
            }
            request = request with { Failed = leased.Backend };
            _services.Logger.RequestRetried(leased.Backend, failed.Blame.Detail, lease.ConnectionId, _id);
        }
    }

    /// <summary>A place, or why there is none. Null if the request is over before that is known: an operator has ended it.</summary>
    private async ValueTask<LeaseResult?> LeaseAsync(LeaseRequest request)
    {
        var leasing = _services.Backends.LeaseAsync(request);
        if (leasing.IsCompleted) return await leasing.ConfigureAwait(false);
        var waiting = leasing.AsTask();
        if (await Task.WhenAny(waiting, _relay.Completion).ConfigureAwait(false) == waiting) return await waiting.ConfigureAwait(false);
        _ = GiveBackAsync(waiting);
        return null;
    }

    private static async Task GiveBackAsync(Task<LeaseResult> leasing)
    {
        if ((await leasing.ConfigureAwait(false)).IsGranted(out var lease)) lease.Release();
    }

    /// <summary>Uses the lease, or gives it back.</summary>
    private async Task<BackendAnswer> AskAsync(BackendLease lease, BackendCommand asked)
    {
        try
        {
            if (!asked.TryCompose(lease.Backend, out var command, out var refusal))
            {
                lease.Release();
                _services.Logger.RequestRefused(_session.Identity.UserName, refusal, _id);
                return new BackendAnswer.Failed(new Blame(Side.Proxy, EndReason.Refused, refusal), RefusalText(refusal), Retry.No);
            }
            var service = Command.Service.WireName();
            _services.Logger.RequestStarted(_session.Identity.UserName, service, _live.Subject!, lease.Backend.Name, lease.ConnectionId, _id);
            return await _relay.OpenAsync(lease, command).ConfigureAwait(false);
        }
        catch
        {
            lease.Release();
            throw;
        }
    }

    /// <summary>What is asked for; there is one when the routes have decided.</summary>
    private HostingCommand Command => _live.Command!;

    private void Refuse(string message, EndReason reason = EndReason.Refused)
    {
        if (!_relay.IsEnding) _services.Logger.RequestRefused(_session.Identity.UserName, message, _id);
        _relay.Refuse(new Blame(Side.Proxy, reason, message), RefusalText(message), RefusedStatus);
    }

    private string RefusalText(string message) => $"sluice: request {_id}{(_live.Command is null ? "" : $" for {_live.Subject}")}: {message}\n";
}
