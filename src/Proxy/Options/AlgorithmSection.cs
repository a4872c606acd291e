using Sluice.Transport;

namespace Sluice.Proxy.Options;

/// <summary>The algorithm lists of the server and of a backend.</summary>
internal static class AlgorithmSection
{
    /// <summary>Checks each list on its own, so that a fault has the key of its list.</summary>
    public static AlgorithmPreferences Build(string? kexAlgorithms, string? ciphers, string? macs, string? hostKeyAlgorithms, Faults faults,
        string? pubkeyAcceptedAlgorithms = null)
    {
        var all = new AlgorithmPreferences { KexAlgorithms = kexAlgorithms, Ciphers = ciphers, MACs = macs, HostKeyAlgorithms = hostKeyAlgorithms, PubkeyAcceptedAlgorithms = pubkeyAcceptedAlgorithms };
        Check(nameof(all.KexAlgorithms), kexAlgorithms, new AlgorithmPreferences { KexAlgorithms = kexAlgorithms }, faults);
        Check(nameof(all.Ciphers), ciphers, new AlgorithmPreferences { Ciphers = ciphers }, faults);
        Check(nameof(all.MACs), macs, new AlgorithmPreferences { MACs = macs }, faults);
        Check(nameof(all.HostKeyAlgorithms), hostKeyAlgorithms, new AlgorithmPreferences { HostKeyAlgorithms = hostKeyAlgorithms }, faults);
        Check(nameof(all.PubkeyAcceptedAlgorithms), pubkeyAcceptedAlgorithms, new AlgorithmPreferences { PubkeyAcceptedAlgorithms = pubkeyAcceptedAlgorithms }, faults);
        return all;
    }

    private static void Check(string key, string? written, AlgorithmPreferences preferences, Faults faults)
    {
        if (written is null) return;
        foreach (var sentence in preferences.Validate()) faults.Add(key, sentence);
    }
}
