using System.Net;

using Sluice.Fuzz.Peers;
using Sluice.Transport;
using Sluice.Transport.Authentication;
using Sluice.Transport.Buffers;
using Sluice.Transport.Connection;
using Sluice.Transport.Crypto.Certificates;

namespace Sluice.Fuzz.Targets;

/// <summary>
/// A whole connection against a peer that goes wrong: one byte for how far the peer behaves, then the stream or the
/// payloads that it sends.
/// </summary>
internal static class ConnectionTarget
{
    private static readonly IPEndPoint _peerAddress = new(IPAddress.Loopback, 22);

    private static BufferPool _pool = new();

    public static void RunServer(ReadOnlySpan<byte> input) => Run(input, isServer: true);

    public static void RunClient(ReadOnlySpan<byte> input) => Run(input, isServer: false);

    private static void Run(ReadOnlySpan<byte> input, bool isServer)
    {
        var cursor = new InputCursor(input);
        var start = (Start)(cursor.TakeByte() % 4);
        var log = new MistakeLog();
        var witness = new Witness();
        var everybody = new Everybody();
        SshConnection? connection = null;
        using var peer = new ScriptedPeer(!isServer, start, cursor.Rest, () => OpenSession(connection!, isServer, witness));
        connection = new SshConnection(Settings(isServer, log, witness, everybody), peer, new ProxiedEndPoints(_peerAddress, _peerAddress), isServer ? null : witness);
        var life = connection.RunAsync();

        Promise.Keep(life.Wait(TimeSpan.FromSeconds(10)), "A connection whose peer is gone ends.");
        if (log.Mistake is not null) throw new BrokenPromiseException($"No input is our mistake: {log.Mistake}");
        Promise.Keep(!connection.IsAlive, "What has ended is not alive.");
        CheckBuffers();
        Promise.Keep(peer.HasBehaved, "A peer that behaves gets in.");
        Promise.Keep(witness.Ends == (connection.IsConnected ? 1 : 0), "The end of a login is heard once.");
        Promise.Keep(everybody.Strangers == (isServer && !connection.IsConnected ? 1 : 0), "So is that of a client that never logged in.");
        // The peer has the key that would let it in, but nothing signed with it before it logs in.
        if (isServer && start < Start.LoggedIn) Promise.Keep(connection is { IsConnected: false, Identity: null, AuthenticatedKey: null }, "Nobody gets in without a signature.");
    }

    private static void CheckBuffers()
    {
        var ledger = _pool.Ledger;
        if (ledger.IsEmpty) return;
        // The next input is not to blame.
        _pool = new BufferPool();
        throw new BrokenPromiseException($"Every buffer comes home: {ledger}.");
    }

    private static void OpenSession(SshConnection connection, bool isServer, Witness witness)
    {
        // In the server role the peer opens sessions; a client that is not let in yet has none.
        if (isServer || !connection.IsConnected) return;
        witness.Expect(connection.OpenSession(witness, Witness.Window, 32_768));
    }

    private static ConnectionSettings Settings(bool isServer, MistakeLog log, Witness witness, Everybody everybody) => new()
    {
        IsServer = isServer,
        SoftwareVersion = PeerSide.Ours["SSH-2.0-".Length..],
        Grace = TimeSpan.FromMinutes(1),
        AliveInterval = TimeSpan.FromMinutes(1),
        AliveCountMax = 3,
        RekeyBytes = 1 << 20,
        RekeyInterval = TimeSpan.FromHours(1),
        Catalog = PeerSide.Catalog,
        Log = log,
        Sweep = ConnectionSweep.Shared,
        Pool = _pool,
        HostKeys = [FixedKeys.Ed25519],
        KnownHost = HostKeyTrust.InKeys([FixedKeys.Ed25519.PublicKey]),
        HostKeyProofs = isServer ? new HostKeyProofs([FixedKeys.Ed25519]) : null,
        ExtInfo = ConnectionSettings.CreateExtInfo(PeerSide.Catalog),
        MaxAuthTries = 6,
        MaxSessions = 4,
        InitialWindow = Witness.Window,
        Authenticator = isServer ? everybody : null,
        OnAuthenticated = _ => witness,
        User = "alice",
        IdentityKey = FixedKeys.Ed25519,
    };

    /// <summary>Knows every key: what keeps a peer out is its signature alone.</summary>
    private sealed class Everybody : IAuthenticator
    {
        /// <summary>How many ends of strangers were heard.</summary>
        public int Strangers { get; private set; }

        public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) => new(attempt.User);

        public void OnUnauthenticated(UnauthenticatedEnd end) => Strangers++;
    }
}
