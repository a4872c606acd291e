using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Crypto.Protection;

namespace Sluice.Transport.Crypto;

/// <summary>The one table of algorithm names, in order of preference, narrowed by what an operator asks for.</summary>
internal sealed class AlgorithmCatalog
{
    private AlgorithmCatalog(List<string> faults, AlgorithmPreferences preferences)
    {
        KexAlgorithms = AlgorithmList.Apply("KexAlgorithms", preferences.KexAlgorithms, KeyExchangeAlgorithms.All.Select(a => a.Name), faults);
        Ciphers = AlgorithmList.Apply("Ciphers", preferences.Ciphers, ProtectionAlgorithms.Ciphers.Select(a => a.Name), faults);
        Macs = AlgorithmList.Apply("MACs", preferences.MACs, ProtectionAlgorithms.Macs.Select(a => a.Name), faults);
        HostKeyAlgorithms = AlgorithmList.Apply("HostKeyAlgorithms", preferences.HostKeyAlgorithms, KeyAlgorithms.HostKeys, faults);
        PubkeyAcceptedAlgorithms = AlgorithmList.Apply(
            "PubkeyAcceptedAlgorithms", preferences.PubkeyAcceptedAlgorithms, KeyAlgorithms.UserKeys, faults);
    }

    public string[] KexAlgorithms { get; }

    public string[] Ciphers { get; }

    public string[] Macs { get; }

    public string[] HostKeyAlgorithms { get; }

    /// <summary>What user keys and certificates may sign with.</summary>
    public string[] PubkeyAcceptedAlgorithms { get; }

    /// <summary>User key signature algorithms, as <c>server-sig-algs</c> tells them (RFC 8308 section 3.1).</summary>
    public static string ServerSigAlgs => KeyAlgorithms.ServerSigAlgs(KeyAlgorithms.UserKeys);

    /// <summary>The lists as preferred; unknown names are passed over, <see cref="Validate"/> tells them.</summary>
    public static AlgorithmCatalog Create(AlgorithmPreferences preferences) => new([], preferences);

    /// <summary>One sentence for each fault of the lists.</summary>
    public static IReadOnlyList<string> Validate(AlgorithmPreferences preferences)
    {
        var faults = new List<string>();
        _ = new AlgorithmCatalog(faults, preferences);
        return faults;
    }

    public static KeyExchangeAlgorithm KeyExchange(string name) => KeyExchangeAlgorithms.All.First(a => a.Name == name);

    public static CipherAlgorithm Cipher(string name) => ProtectionAlgorithms.Ciphers.First(a => a.Name == name);

    public static MacAlgorithm Mac(string name) => ProtectionAlgorithms.Macs.First(a => a.Name == name);
}
