using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admission;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Sessions;
using Sluice.Transport;

namespace Sluice.Proxy.Hosting;

/// <summary>Where clients come in: the listeners of ListenAddress, which change while it is open, and the acceptor behind them.</summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private readonly SshAcceptor _acceptor;
    private readonly SluiceMetrics _metrics;
    private readonly InheritedSockets _inherited;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private SluiceModel _model;
    private volatile List<DoorListener> _listeners = [];
    private volatile bool _isOpen;
    private bool _isLent;
    private bool _isReleased;

    /// <param name="model">What it is opened with.</param>
    /// <param name="services">What sessions work with.</param>
    /// <param name="keys">Who may log in.</param>
    /// <param name="admission">Who may connect.</param>
    /// <param name="inherited">Sockets that are bound already.</param>
    /// <param name="loggerFactory">Where it reports to.</param>
    public FrontDoor(SluiceModel model, SessionServices services, KeyDirectory keys, AdmissionGate admission, InheritedSockets inherited, ILoggerFactory loggerFactory)
    {
        _model = model;
        _metrics = services.Metrics;
        _inherited = inherited;
        _logger = loggerFactory.CreateLogger<FrontDoor>();
        _acceptor = new SshAcceptor(model.Server, keys, connection => new ClientSession(connection, services), loggerFactory, admission);
    }

    /// <summary>Where it listens; ports that were given as 0 are the ones that were taken.</summary>
    public IReadOnlyList<IPEndPoint> Bound => [.. _listeners.Select(listener => listener.Listener.EndPoint)];

    /// <summary>Connections that are alive, those of clients that have not logged in included.</summary>
    public int Connections => _acceptor.ConnectionCount;

    /// <summary>True if nobody is accepted, or all listeners accept and none who was accepted has waited that long to be taken.</summary>
    public bool IsWell(TimeSpan patience) => !_isOpen || _listeners.TrueForAll(listener => listener.Listener.IsAccepting(patience));

    /// <summary>What there is to hand over.</summary>
    public IReadOnlyList<(string Role, int Descriptor)> Descriptors => [.. _listeners.Select(listener => (listener.IsHeld ? SocketRole.Ssh + SocketRole.HeldMark : SocketRole.Ssh, listener.Listener.Descriptor))];

    /// <summary>Binds and accepts; closes what was inherited and nobody wants.</summary>
    /// <exception cref="SocketException">An address is taken or not ours; the message says what to do.</exception>
    public void Open()
    {
        _listeners = Prepare(_model);
        foreach (var endPoint in _inherited.CloseRest()) _logger.ListenerUnwanted(endPoint);
        Accept();
        foreach (var listener in _listeners) _logger.Listening(listener.Listener.EndPoint.Address, listener.Listener.EndPoint.Port);
    }

    /// <summary>Binds what another configuration adds; nobody is accepted there before <see cref="ApplyAsync"/>, and nothing is closed.</summary>
    /// <exception cref="SocketException">An address is taken or not ours; the message says what to do, and nothing has changed.</exception>
    public List<DoorListener> Prepare(SluiceModel model)
    {
        List<DoorListener> kept = [.. _listeners];
        var wanted = new List<DoorListener>();
        var bound = new List<DoorListener>();
        try
        {
            foreach (var address in model.ListenAddresses)
            {
                var same = kept.Find(listener => listener.Configured.Equals(address));
                if (same is null || !kept.Remove(same)) bound.Add(same = Bind(address));
                wanted.Add(same);
            }
            return wanted;
        }
        catch
        {
            foreach (var listener in bound) listener.Listener.Dispose();
            throw;
        }
    }

    /// <summary>Closes what <see cref="Prepare"/> bound, which is not to be.</summary>
    public void Discard(List<DoorListener> listeners)
    {
        foreach (var listener in listeners.Except(_listeners)) listener.Listener.Dispose();
    }

    /// <summary>Takes the other configuration over for whoever connects from now on; <paramref name="listeners"/> are as <see cref="Prepare"/> made them.</summary>
    public async Task ApplyAsync(SluiceModel model, List<DoorListener> listeners)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isReleased)
            {
                foreach (var listener in listeners) listener.Listener.Dispose();
                return;
            }
            var before = _listeners;
            _acceptor.Apply(model.Server);
            (_model, _listeners) = (model, listeners);
            // All begin again, on the same sockets: PROXY headers may be taken in another way.
            foreach (var listener in before) await listener.Listener.PauseAsync().ConfigureAwait(false);
            if (_isOpen) Accept();
            else foreach (var listener in listeners) await RefuseAsync(listener).ConfigureAwait(false);
            foreach (var listener in listeners.Except(before)) _logger.Listening(listener.Listener.EndPoint.Address, listener.Listener.EndPoint.Port);
            foreach (var listener in before.Except(listeners))
            {
                await RefuseAsync(listener).ConfigureAwait(false);
                listener.Listener.Dispose();
                _logger.ListenerRemoved(listener.Listener.EndPoint.Address, listener.Listener.EndPoint.Port);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Accepts nobody any more. Who connects is refused at once and may go elsewhere; but sockets of a service manager go on
    /// listening: who connects there waits for the one who is started next.
    /// </summary>
    /// <param name="isWanted">Asked when it is this call's turn: what was taken back meanwhile is not done.</param>
    public async Task RefuseAsync(Func<bool> isWanted)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!isWanted()) return;
            _isOpen = false;
            foreach (var listener in _listeners) await RefuseAsync(listener).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Accepts again.</summary>
    /// <exception cref="SocketException">Somebody else has taken an address meanwhile.</exception>
    public void Reopen()
    {
        // Behind a refusal that is under way: it would shut again what is opened now.
        _turn.Wait();
        try
        {
            Accept();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Another process is about to be started on these sockets: until <see cref="TakeBackAsync"/> a refusal ends accepting here
    /// and does nothing to the sockets, on which that one may accept already.
    /// </summary>
    public async Task LendAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        _isLent = true;
        _turn.Release();
    }

    /// <summary>The other process is gone: the sockets are ours alone, and a refusal that was asked for meanwhile is done now.</summary>
    public async Task TakeBackAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            _isLent = false;
            if (_isOpen) return;
            foreach (var listener in _listeners) await RefuseAsync(listener).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Another process accepts on these sockets now: closes them here, and does nothing to them.</summary>
    public async Task ReleaseAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            (_isOpen, _isReleased) = (false, true);
            foreach (var listener in _listeners)
            {
                await listener.Listener.PauseAsync().ConfigureAwait(false);
                listener.Listener.Dispose();
            }
            _listeners = [];
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends all connections that are left, and closes the listeners.</summary>
    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync().ConfigureAwait(false);
        await _acceptor.DisposeAsync().ConfigureAwait(false);
    }

    // What is done to the socket is done to everybody who holds it.
    private Task RefuseAsync(DoorListener listener) =>
        _isLent || listener.IsHeld || _inherited.Predecessor is { HasLeft: false } ? listener.Listener.PauseAsync() : listener.Listener.RefuseAsync();

    private void Accept()
    {
        foreach (var listener in _listeners)
        {
            var options = _model.ProxyProtocol.GetValueOrDefault(listener.Configured);
            _acceptor.Listen(listener.Listener, options is null ? null : options with { OnHeader = _metrics.ProxyHeader });
        }
        _isOpen = true;
    }

    private DoorListener Bind(IPEndPoint address)
    {
        if (_inherited.Take(SocketRole.Ssh, address) is { } inherited && SshListener.TryAdopt(inherited.Descriptor, out var adopted))
        {
            _logger.ListenerInherited(adopted.EndPoint);
            return new DoorListener(address, adopted, inherited.IsHeld);
        }
        try
        {
            return new DoorListener(address, SshListener.Bind(address), IsHeld: false);
        }
        catch (SocketException e)
        {
            throw new SocketException((int)e.SocketErrorCode, $"{address} cannot be listened on ({e.Message}): end what holds it, or change ListenAddress.");
        }
    }
}
