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
    private Blame? _first;

    /// <param name="client">The client's channel. Must be called from one of its observer's calls: the relay takes over.</param>
    /// <param name="execWantsReply">True if the client waits for the answer to its exec.</param>
    /// <param name="options">Id, window and counters.</param>
    public ChannelRelay(SshChannel client, bool execWantsReply, RelayOptions options)
    {
        RequestId = options.RequestId;
        FromClient = new Flow(options.Window, options.CountIn);
        ToClient = new Flow(options.Window, options.CountOut);
        Client = new ClientEnd(this, client, execWantsReply);
        Backend = new BackendEnd(this, options.Time);
        client.Observer = Client;
        ToClient.SetSink(client);
    }

    public Lock Gate { get; } = new();

    public string RequestId { get; }

    public Flow FromClient { get; }

    public Flow ToClient { get; }

    public ClientEnd Client { get; }

    public BackendEnd Backend { get; }

    /// <summary>Both ends are over.</summary>
    public Task<RelayOutcome> Completion => _completion.Task;

    /// <summary>
    /// Takes the request to a backend: opens a channel there, replays environment and command, relays. The lease goes
    /// back when the backend's channel is over, at once if the client has left meanwhile, and when
    /// <paramref name="patience"/> ends before the backend has said whether it runs the command.
    /// </summary>
    public void Open(BackendLease lease, IReadOnlyList<KeyValuePair<string, string>> environment, ReadOnlyMemory<byte> command, TimeSpan patience) =>
        Backend.Open(lease, environment, command, patience);

    /// <summary>Ends a request that reached no backend.</summary>
    public void Refuse(Blame blame, string text, uint exitStatus)
    {
        Note(blame);
        Client.Fail(text, exitStatus);
        Backend.GiveUp();
    }

    /// <summary>Remembers the first end; later ones are its consequences.</summary>
    public void Note(Blame blame) => Interlocked.CompareExchange(ref _first, blame, null);

    /// <summary>Called by each end when it is over.</summary>
    public void OnEndOver()
    {
        if (!Client.IsOver || !Backend.IsOver) return;
        var first = _first ?? new Blame(Side.Proxy, EndReason.InternalError, "both channels ended and nobody said why");
        _completion.TrySetResult(new RelayOutcome(
            first, Client.ExitStatus, Backend.ExitSignal, Backend.HasExited, Client.LeftEarly, FromClient.Bytes, ToClient.Bytes));
    }
}
