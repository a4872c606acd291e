using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Crypto.Protection;

namespace Sluice.Transport.Handshake;

/// <summary>Counts what key exchanges agreed on, for the process. Safe from any thread.</summary>
internal sealed class AlgorithmCounts
{
    private static readonly string[] _kexNames = [.. KeyExchangeAlgorithms.All.Select(algorithm => algorithm.Name)];
    private static readonly string[] _cipherNames = [.. ProtectionAlgorithms.Ciphers.Select(cipher => cipher.Name)];
    private static readonly string[] _hostKeyNames = [.. KeyAlgorithms.HostKeys];

    private readonly long[] _kex = new long[2 * _kexNames.Length];
    private readonly long[] _ciphers = new long[2 * _cipherNames.Length];
    private readonly long[] _hostKeys = new long[2 * _hostKeyNames.Length];
    private readonly long[] _exchanges = new long[4];

    /// <summary>Those of this process.</summary>
    public static AlgorithmCounts Shared { get; } = new();

    /// <summary>A key exchange is complete. The cipher that counts is the one for data from server to client.</summary>
    public void Agreed(bool isServer, bool isFirst, NegotiatedAlgorithms algorithms)
    {
        Interlocked.Increment(ref _exchanges[ExchangeIndex(isServer, isFirst)]);
        if (!isFirst) return;
        Count(_kex, _kexNames, algorithms.KeyExchange.Name, isServer);
        Count(_ciphers, _cipherNames, algorithms.CipherServerToClient.Name, isServer);
        Count(_hostKeys, _hostKeyNames, algorithms.HostKeyAlgorithm, isServer);
    }

    /// <summary>Exchanges that were completed.</summary>
    public long Exchanges(bool isServer, bool isFirst) => Volatile.Read(ref _exchanges[ExchangeIndex(isServer, isFirst)]);

    /// <summary>All algorithms with what they were agreed on, those never agreed on as well.</summary>
    public IEnumerable<AlgorithmUse> Read(bool isServer) =>
    [
        .. Read("kex", _kex, _kexNames, isServer),
        .. Read("cipher", _ciphers, _cipherNames, isServer),
        .. Read("host_key", _hostKeys, _hostKeyNames, isServer),
    ];

    private static int ExchangeIndex(bool isServer, bool isFirst) => (isServer ? 0 : 2) + (isFirst ? 0 : 1);

    private static void Count(long[] counts, string[] names, string name, bool isServer)
    {
        var index = Array.IndexOf(names, name);
        if (index >= 0) Interlocked.Increment(ref counts[index + (isServer ? 0 : names.Length)]);
    }

    private static IEnumerable<AlgorithmUse> Read(string kind, long[] counts, string[] names, bool isServer) =>
        names.Select((name, i) => new AlgorithmUse(kind, name, Volatile.Read(ref counts[i + (isServer ? 0 : names.Length)])));
}
