using Sluice.Transport.Crypto.KeyExchange;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Crypto.Protection;

namespace Sluice.Transport.Crypto;

/// <summary>The one table of algorithm names, in order of preference, narrowed or widened by what an operator asks for.</summary>
internal sealed class AlgorithmCatalog
{
    private static readonly AlgorithmChoice _kexChoice = AlgorithmChoice.Of("KexAlgorithms", KeyExchangeAlgorithms.All, a => a.Name, a => a.IsDefault);
    private static readonly AlgorithmChoice _cipherChoice = AlgorithmChoice.Of("Ciphers", ProtectionAlgorithms.Ciphers, a => a.Name, _ => true);
    private static readonly AlgorithmChoice _macChoice = AlgorithmChoice.Of("MACs", ProtectionAlgorithms.Macs, a => a.Name, a => a.IsDefault);
    private static readonly AlgorithmChoice _hostKeyChoice = new("HostKeyAlgorithms", KeyAlgorithms.HostKeys, KeyAlgorithms.HostKeys);
    private static readonly AlgorithmChoice _userKeyChoice = new("PubkeyAcceptedAlgorithms", KeyAlgorithms.UserKeys, KeyAlgorithms.UserKeys);

    private AlgorithmCatalog(List<string> faults, AlgorithmPreferences preferences)
    {
        KexAlgorithms = AlgorithmList.Apply(_kexChoice, preferences.KexAlgorithms, faults);
        Ciphers = AlgorithmList.Apply(_cipherChoice, preferences.Ciphers, faults);
        Macs = AlgorithmList.Apply(_macChoice, preferences.MACs, faults);
        HostKeyAlgorithms = AlgorithmList.Apply(_hostKeyChoice, preferences.HostKeyAlgorithms, faults);
        PubkeyAcceptedAlgorithms = AlgorithmList.Apply(_userKeyChoice, preferences.PubkeyAcceptedAlgorithms, faults);
    }

    public string[] KexAlgorithms { get; }

    public string[] Ciphers { get; }

    public string[] Macs { get; }

    public string[] HostKeyAlgorithms { get; }

    /// <summary>What user keys and certificates may sign with.</summary>
    public string[] PubkeyAcceptedAlgorithms { get; }

    /// <summary>The lists as preferred; unknown names are passed over, <see cref="Validate"/> tells them.</summary>
    public static AlgorithmCatalog Create(AlgorithmPreferences preferences) => new([], preferences);

    /// <summary>One sentence for each fault of the lists.</summary>
    public static IReadOnlyList<string> Validate(AlgorithmPreferences preferences)
    {
        var faults = new List<string>();
        _ = new AlgorithmCatalog(faults, preferences);
        return faults;
    }

    /// <summary>The algorithm of a name that was offered, hence is in the table.</summary>
    public static KeyExchangeAlgorithm KeyExchange(string name) => Find(KeyExchangeAlgorithms.All, static a => a.Name, name);

    /// <inheritdoc cref="KeyExchange"/>
    public static CipherAlgorithm Cipher(string name) => Find(ProtectionAlgorithms.Ciphers, static a => a.Name, name);

    /// <inheritdoc cref="KeyExchange"/>
    public static MacAlgorithm Mac(string name) => Find(ProtectionAlgorithms.Macs, static a => a.Name, name);

    private static T Find<T>(IReadOnlyList<T> all, Func<T, string> nameOf, string name)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (nameOf(all[i]) == name) return all[i];
        }
        throw new InvalidOperationException($"'{name}' was negotiated, but is no algorithm of ours.");
    }
}
