using Sluice.Proxy.Backends;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>
/// One request's way through Sluice, from the moment its command is known: the client's channel at one end, the
/// backend's at the other, two flows of data between them. Order in each direction: all data, EOF, exit-status or
/// exit-signal, CLOSE. What the client does before the backend's command runs is remembered and replayed in order.
/// </summary>
/// <remarks>
/// Data takes no lock. Control messages of both ends are serialised by <see cref="Gate"/>, which may be held while a
/// channel is sent on: a channel never calls back from within.
/// </remarks>
internal sealed class ChannelRelay
{
    /// <summary>The longest data string asked of a backend; the one that RFC 4253 section 6.1 makes everybody bear.</summary>
    public const uint MaxPacket = 32 * 1024;

    private readonly TaskCompletionSource<RelayOutcome> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeProvider _time;
    private BackendEnd? _backend;
    private Blame? _first;
    private bool _isBackendOver;

    /// <param name="client">The client's channel. Must be called from one of its observer's calls: the relay takes over.</param>
    /// <param name="execWantsReply">True if the client waits for the answer to its exec.</param>
    /// <param name="options">Id, window and counters.</param>
    public ChannelRelay(SshChannel client, bool execWantsReply, RelayOptions options)
    {
        RequestId = options.RequestId;
        _time = options.Time;
        Waits = new RequestWaits(this, options.Time);
        FromClient = new Flow(Waits.Conversation.Client, options.Budget, options.WindowOf(options.Bandwidth?.In), options.CountIn) { Throttle = options.Bandwidth?.In, OnMistake = options.OnMistake };
        ToClient = new Flow(Waits.Conversation.Backend, options.Budget, options.WindowOf(options.Bandwidth?.Out), options.CountOut) { Throttle = options.Bandwidth?.Out, OnMistake = options.OnMistake };
        Client = new ClientEnd(this, client, execWantsReply, new Deadline(_time));
        client.Observer = Client;
        ToClient.SetSink(client);
    }

    public Lock Gate { get; } = new();

    public string RequestId { get; }

    public Flow FromClient { get; }

    public Flow ToClient { get; }

    public ClientEnd Client { get; }

    /// <summary>The backend that the command was taken to last; null before. Guarded by the gate.</summary>
    public BackendEnd? Backend => _backend;

    /// <summary>What the client does before the command runs.</summary>
    public EarlyWords Early { get; } = new();

    /// <summary>Who is waited for, and who was.</summary>
    public RequestWaits Waits { get; }

    /// <summary>True from the backend's first word on its command.</summary>
    public bool IsRunning => Volatile.Read(ref _backend)?.IsRunning == true;

    /// <summary>True once something has ended the request; both sides may still have to hear of it.</summary>
    public bool IsEnding => Volatile.Read(ref _first) is not null;

    /// <summary>Who has not said its last word, once something has ended the request.</summary>
    public Side LastWord => Volatile.Read(ref _isBackendOver) || Volatile.Read(ref _backend)?.HasClosed == true ? Side.Client : Side.Backend;

    /// <summary>Both ends are over.</summary>
    public Task<RelayOutcome> Completion => _completion.Task;

    /// <summary>
    /// Takes the command to a backend: opens a channel there, says environment and command, and relays once it runs. The
    /// lease is over with the backend's channel. After <see cref="BackendAnswer.Failed"/> it may be tried again.
    /// </summary>
    public async Task<BackendAnswer> OpenAsync(BackendLease lease, Command command)
    {
        BackendEnd? backend = null;
        uint window = 0;
        lock (Gate)
        {
            // Who was told the end, or has left, needs no backend.
            if (!Client.IsDeaf)
            {
                _backend = backend = new BackendEnd(this, lease, new Deadline(_time));
                window = ToClient.TakeInitial();
            }
        }
        var answer = backend is null ? new BackendAnswer.ClientLeft() : await backend.OpenAsync(command, window).ConfigureAwait(false);
        if (backend is null) lease.Release();
        if (Client.IsDeaf && answer is not BackendAnswer.Runs) answer = new BackendAnswer.ClientLeft();
        if (answer is BackendAnswer.ClientLeft) OnBackendOver();
        return answer;
    }

    /// <summary>Ends a request that no backend runs.</summary>
    public void Refuse(Blame blame, string text, uint exitStatus)
    {
        Note(blame);
        Client.Fail(text, exitStatus);
        _backend?.GiveUp();
        OnBackendOver();
    }

    /// <summary>Ends a request that may run. One that is ending already is not waited for any longer.</summary>
    public void Cut(Blame blame, string text)
    {
        if (!IsEnding)
        {
            Refuse(blame, text, BackendText.ExitStatus);
            return;
        }
        _backend?.GiveUp();
        OnBackendOver();
        Client.LetGo();
    }

    /// <summary>Looks at everything that is waited for; called once a second by one thread at a time.</summary>
    public void OnTick()
    {
        Waits.OnTick();
        Client.OnTick();
        Volatile.Read(ref _backend)?.OnTick();
    }

    /// <summary>Both ends are over: gives back the memory that was reserved for what is on its way.</summary>
    public void ReleaseMemory()
    {
        FromClient.End();
        ToClient.End();
    }

    /// <summary>Remembers the first end; later ones are its consequences.</summary>
    public void Note(Blame blame)
    {
        if (IsEnding) return;
        Waits.OnChange();
        Interlocked.CompareExchange(ref _first, blame, null);
    }

    /// <summary>No backend will be heard any more.</summary>
    public void OnBackendOver()
    {
        Waits.OnChange();
        lock (Gate)
        {
            _isBackendOver = true;
            // A client that closed may be waiting for the exit status, which will not come.
            if (Client.HasLeft) Client.Channel.SendClose();
        }
        OnEndOver();
    }

    /// <summary>One of the ends is over.</summary>
    public void OnEndOver()
    {
        if (!Client.IsOver || !Volatile.Read(ref _isBackendOver)) return;
        var first = _first ?? new Blame(Side.Proxy, EndReason.InternalError, "both channels ended and nobody said why");
        _completion.TrySetResult(new RelayOutcome(
            first, Client.ExitStatus, _backend?.Exit.Signal, _backend?.Exit.IsTold ?? false, Client.LeftEarly, FromClient.Bytes, ToClient.Bytes));
    }
}
