using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Transport;

namespace Sluice.Load;

/// <summary>Whom the load is for, and as whom.</summary>
internal sealed class Target(string host, int port, SshClientOptions options)
{
    private readonly SshConnector _connector = new(NullLoggerFactory.Instance);

    /// <summary>Reads keys and makes the options; host keys are a file of one or several public keys.</summary>
    /// <exception cref="LoadFailedException">Something of it is wrong.</exception>
    public static Target Create(string to, string user, string identity, string hostKeys, string? cipher)
    {
        if (!Bounds.TryParse(to, out var endPoint)) throw new LoadFailedException($"'{to}' is no loopback address with a port.");
        var words = cipher?.Split('+') ?? [];
        var algorithms = new AlgorithmPreferences
        {
            KexAlgorithms = "curve25519-sha256",
            Ciphers = words.Length > 0 ? words[0] : null,
            MACs = words.Length > 1 ? words[1] : null,
        };
        if (algorithms.Validate() is [var fault, ..]) throw new LoadFailedException(fault);
        return new Target(endPoint.Address.ToString(), endPoint.Port, new SshClientOptions
        {
            User = user,
            IdentityKey = SshPrivateKey.Read(File.ReadAllBytes(identity), ""),
            HostKeys = [.. File.ReadLines(hostKeys).Where(line => line.Length > 0).Select(KeyOf)],
            ConnectTimeout = TimeSpan.FromSeconds(60),
            // A crowd's keepalives would be load of their own.
            ServerAliveInterval = TimeSpan.Zero,
            Algorithms = algorithms,
        });
    }

    /// <summary>A connection that is logged in, or the sentence that says why there is none.</summary>
    public async Task<(SshConnection? Connection, string? Fault)> ConnectAsync(CancellationToken cancellationToken)
    {
        var result = await _connector.ConnectAsync(host, port, options, new Quiet(), cancellationToken).ConfigureAwait(false);
        return (result.Connection, result.Failure is { } end ? $"{end.Reason}: {end.Detail}" : null);
    }

    /// <summary>So many connections at one time; all of them or none.</summary>
    /// <exception cref="LoadFailedException">One could not be made.</exception>
    public async Task<SshConnection[]> ConnectAllAsync(int count, CancellationToken cancellationToken)
    {
        var made = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => ConnectAsync(cancellationToken))).ConfigureAwait(false);
        return [.. made.Select(one => one.Connection ?? throw new LoadFailedException(one.Fault!))];
    }

    private static SshPublicKey KeyOf(string line) =>
        SshPublicKey.TryParseLine(line, out var key, out _, out var fault) ? key : throw new LoadFailedException($"'{line}' is no public key: {fault}");

    /// <summary>Nothing is done about a connection's end: its channels are told.</summary>
    private sealed class Quiet : IConnectionObserver
    {
        public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel) => throw new NotSupportedException("A server opens no session.");

        public void OnEnded(SshConnection connection, End end)
        {
        }
    }
}
