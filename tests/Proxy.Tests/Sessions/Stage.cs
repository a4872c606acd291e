using System.Collections.Frozen;
using System.Net;
using System.Threading.Channels;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Hosting;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Proxy.Sessions;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Sessions;

/// <summary>The proxy between a client and a backend that the test plays itself, over real sockets on loopback.</summary>
internal sealed class Stage : IAsyncDisposable, IConnectionObserver
{
    /// <summary>The most that may be under way in one direction.</summary>
    public const uint Cap = 64 * 1024;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly SshPrivateKey _user = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _hostKey = SshPrivateKey.GenerateEd25519();
    private readonly SshPrivateKey _backendHostKey = SshPrivateKey.GenerateEd25519();
    private readonly Channel<RecordingChannel> _backendChannels = System.Threading.Channels.Channel.CreateUnbounded<RecordingChannel>();
    private readonly SshAcceptor _backend;
    private IHost? _proxy;
    private int _port;

    private Stage(StageOptions options)
    {
        Options = options;
        var server = new SshServerOptions { HostKeys = [_backendHostKey], MaxSessions = options.BackendMaxSessions };
        _backend = new SshAcceptor(server, new Anybody(), connection => new Backend(this, connection), NullLoggerFactory.Instance);
    }

    public StageOptions Options { get; }

    public AccessRecords Access { get; } = new();

    /// <summary>The backend's side of the connections that the proxy made, oldest first.</summary>
    public List<SshConnection> BackendConnections { get; } = [];

    /// <summary>The client's connection.</summary>
    public SshConnection Client { get; private set; } = null!;

    /// <summary>Who is being served.</summary>
    public LiveSessions Live => _proxy!.Services.GetRequiredService<LiveSessions>();

    /// <summary>Sets the stage: the client is logged in when it returns.</summary>
    public static async Task<Stage> SetAsync(StageOptions? options = null)
    {
        var stage = new Stage(options ?? new StageOptions());
        await stage.StartAsync();
        return stage;
    }

    /// <summary>Another client of the same user.</summary>
    public async Task<SshConnection> ConnectAsync()
    {
        var client = new SshClientOptions { User = "git", IdentityKey = _user, HostKeys = [_hostKey.PublicKey] };
        var result = await new SshConnector(NullLoggerFactory.Instance).ConnectAsync("127.0.0.1", _port, client, this, CancellationToken.None);
        Assert.Null(result.Failure);
        return result.Connection!;
    }

    /// <summary>A client opens a session channel.</summary>
    public async Task<RecordingChannel> OpenSessionAsync(uint window = 1 << 20, uint maxPacket = 32 * 1024, SshConnection? client = null)
    {
        var channel = new RecordingChannel();
        channel.Ssh = (client ?? Client).OpenSession(channel, window, maxPacket);
        await channel.HearsAsync("opened");
        return channel;
    }

    /// <summary>The next channel that the proxy opens at the backend.</summary>
    public async Task<RecordingChannel> BackendChannelAsync() => await _backendChannels.Reader.ReadAsync().AsTask().WaitAsync(_patience);

    /// <summary>A client's upload-pack, running at the backend.</summary>
    public async Task<(RecordingChannel Client, RecordingChannel Backend)> RunAsync(uint window = 1 << 20, uint maxPacket = 32 * 1024)
    {
        var client = await OpenSessionAsync(window, maxPacket);
        client.Ssh!.SendExec("git-upload-pack '/team/app.git'"u8, wantsReply: true);
        var backend = await BackendChannelAsync();
        await backend.UntilAsync("exec");
        return (client, backend);
    }

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) => throw new InvalidOperationException();

    void IConnectionObserver.OnEnded(SshConnection connection, End end)
    {
    }

    public async ValueTask DisposeAsync()
    {
        Client.Close(EndReason.PeerClosed, "the test is over");
        // The backend first: one that is played answers no CLOSE, and the proxy would wait for it as long as it drains.
        await _backend.DisposeAsync();
        await _proxy!.StopAsync();
        _proxy.Dispose();
        _user.Dispose();
        _hostKey.Dispose();
        _backendHostKey.Dispose();
        _folder.Dispose();
        await BufferLedgers.EmptyAsync();
    }

    private async Task StartAsync()
    {
        var backendEndPoint = _backend.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        if (Options.BackendIsDead) _backend.StopListening();
        _folder.Write("alice.pub", TestKeys.PublicLine(_user.PublicKey));
        _proxy = SluiceHost.Build(Model(backendEndPoint), builder =>
        {
            builder.Logging.ClearProviders().AddProvider(Access);
            builder.Services.AddSingleton(Options.Time);
        });
        await _proxy.StartAsync();
        var service = ((IEnumerable<IHostedService>)_proxy.Services.GetService(typeof(IEnumerable<IHostedService>))!).OfType<ProxyService>().Single();
        _port = service.Bound[0].Port;
        Client = await ConnectAsync();
    }

    private SluiceModel Model(IPEndPoint backend)
    {
        var pinned = Options.BackendIsStranger ? TestKeys.New() : _backendHostKey.PublicKey;
        var ssh = new SshClientOptions { User = "git", IdentityKey = _user, HostKeys = [pinned] };
        var main = new BackendModel("main", "127.0.0.1", backend.Port, ssh, [new("SITE", "test")]) { Pool = Options.Pool };
        return new SluiceModel
        {
            ListenAddresses = [new IPEndPoint(IPAddress.Loopback, 0)],
            Server = new SshServerOptions { HostKeys = [_hostKey] },
            AcceptEnv = AcceptEnv.Default,
            Keys = new KeysModel(_folder.Root, FrozenSet.Create("git")),
            Backends = new[] { main }.ToFrozenDictionary(model => model.Name, StringComparer.Ordinal),
            Routes = new RouteTable([new Route { Repository = new RepositoryPattern("team/**"), Target = new RouteTarget.Backend("main") }]),
            Timeouts = Options.Timeouts,
            ChannelWindow = Cap,
            Quotas = Options.Quotas,
            Health = new HealthModel { ProbeInterval = TimeSpan.Zero },
            DrainTimeout = TimeSpan.FromSeconds(2),
        };
    }

    private sealed class Backend : IConnectionObserver
    {
        private readonly Stage _stage;

        public Backend(Stage stage, SshConnection connection)
        {
            _stage = stage;
            lock (stage.BackendConnections) stage.BackendConnections.Add(connection);
        }

        public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel)
        {
            _stage.Options.BackendGoesOn?.Wait(_patience);
            if (_stage.BackendConnections.IndexOf(connection) < _stage.Options.BackendHangsUp) connection.Close(EndReason.Drained, "enough");
            var recording = new RecordingChannel { Ssh = channel, Agrees = _stage.Options.BackendAgrees };
            _stage._backendChannels.Writer.TryWrite(recording);
            return recording;
        }

        public void OnEnded(SshConnection connection, End end)
        {
        }
    }

    private sealed class Anybody : IAuthenticator
    {
        public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) => ValueTask.FromResult<object?>(attempt.User);
    }
}
