using System.Net;

using Sluice.Transport;
using Sluice.Transport.Buffers;
using Sluice.Transport.Connection;
using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Io;

namespace Sluice.Testing.Peers;

/// <summary>
/// A connection under test, in either role, over any link. It has a pool of its own, so that a test can ask for all of its
/// buffers back whatever other tests do meanwhile.
/// </summary>
internal sealed class Subject : IConnectionObserver, IAuthenticator
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly SubjectOptions _options;
    private readonly BufferPool _pool = new();
    private readonly Task _run;

    private Subject(bool isServer, ByteLink link, SubjectOptions options)
    {
        _options = options;
        var catalog = AlgorithmCatalog.Create(options.Algorithms);
        var settings = new ConnectionSettings
        {
            IsServer = isServer,
            SoftwareVersion = "Subject",
            Grace = options.Grace,
            AliveInterval = TimeSpan.Zero,
            AliveCountMax = 3,
            RekeyBytes = options.RekeyBytes,
            RekeyInterval = TimeSpan.FromHours(1),
            Catalog = catalog,
            ExtInfo = ConnectionSettings.CreateExtInfo(catalog),
            Log = Log,
            Sweep = ConnectionSweep.Shared,
            Pool = _pool,
            HostKeys = [options.HostKey],
            KnownHost = HostKeyTrust.InKeys(options.PinnedHostKeys),
            MaxAuthTries = options.MaxAuthTries,
            MaxSessions = options.MaxSessions,
            InitialWindow = options.InitialWindow,
            Authenticator = this,
            OnAuthenticated = _ => this,
            User = "git",
            IdentityKey = options.UserKey,
        };
        Connection = new SshConnection(settings, link, new ProxiedEndPoints(new(IPAddress.Loopback, 22), new(IPAddress.Loopback, 22)), isServer ? null : this);
        _run = Task.Run(Connection.RunAsync);
    }

    public SshConnection Connection { get; }

    public RecordingLog Log { get; } = new();

    /// <summary>The end that the connection's observer heard; null as long as it heard none.</summary>
    public End? ObservedEnd { get; private set; }

    public static Subject Server(ByteLink link, SubjectOptions? options = null) => new(true, link, options ?? new());

    public static Subject Client(ByteLink link, SubjectOptions? options = null) => new(false, link, options ?? new());

    /// <summary>Waits for the login; fails with the end that came instead.</summary>
    public async Task ReadyAsync()
    {
        if (await Connection.Ready.WaitAsync(_patience).ConfigureAwait(false) is { } end) throw new InvalidOperationException($"No login: {end}");
    }

    /// <summary>Waits until the connection is gone and every buffer of it came home; gives the end that was logged.</summary>
    public async Task<End> EndAsync()
    {
        await _run.WaitAsync(_patience).ConfigureAwait(false);
        await BufferLedgers.EmptyAsync(_pool.Ledger).ConfigureAwait(false);
        if (Log.Mistakes.FirstOrDefault() is { } mistake) throw new InvalidOperationException(mistake);
        return Log.End ?? throw new InvalidOperationException("The end was not logged.");
    }

    IChannelObserver IConnectionObserver.OnSessionOpened(SshConnection connection, SshChannel channel) => _options.Sessions;

    void IConnectionObserver.OnEnded(SshConnection connection, End end) => ObservedEnd = end;

    async ValueTask<object?> IAuthenticator.AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken)
    {
        await _options.Directory.ConfigureAwait(false);
        return _options.Knows(attempt) ? attempt.User : null;
    }
}
