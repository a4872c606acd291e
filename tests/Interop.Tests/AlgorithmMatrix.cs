namespace Sluice.Interop.Tests;

/// <summary>One algorithm of each kind; no MAC with a cipher that brings its own.</summary>
public sealed record AlgorithmSet(string Kex, string HostKey, string Cipher, string? Mac)
{
    /// <summary>The pairs of values that this set tries together.</summary>
    public IEnumerable<(string, string)> Pairs()
    {
        string?[] values = [Kex, HostKey, Cipher, Mac];
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = i + 1; j < values.Length; j++)
            {
                if (values[i] is { } one && values[j] is { } other) yield return (one, other);
            }
        }
    }
}

/// <summary>
/// Few sets of algorithms among which every two values of different kinds meet at least once: faults that need three
/// certain values at a time are rare, and the full product would take hours.
/// </summary>
public static class AlgorithmMatrix
{
    public static IReadOnlyList<string> KexAlgorithms { get; } =
    [
        "sntrup761x25519-sha512@openssh.com", "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
        "diffie-hellman-group-exchange-sha256", "diffie-hellman-group16-sha512", "diffie-hellman-group18-sha512", "diffie-hellman-group14-sha256",
    ];

    public static IReadOnlyList<string> HostKeyAlgorithms { get; } =
        ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "rsa-sha2-512", "rsa-sha2-256"];

    public static IReadOnlyList<string> AuthenticatedCiphers { get; } =
        ["chacha20-poly1305@openssh.com", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com"];

    public static IReadOnlyList<string> PlainCiphers { get; } = ["aes128-ctr", "aes192-ctr", "aes256-ctr"];

    public static IReadOnlyList<string> Macs { get; } =
        ["hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com", "hmac-sha2-256", "hmac-sha2-512"];

    /// <summary>Those that are off until an operator names them, each once.</summary>
    public static IReadOnlyList<AlgorithmSet> Weak { get; } =
    [
        new("diffie-hellman-group-exchange-sha1", "ssh-ed25519", "aes256-ctr", "hmac-sha1"),
        new("diffie-hellman-group14-sha1", "rsa-sha2-512", "aes128-ctr", "hmac-sha1-etm@openssh.com"),
    ];

    /// <summary>Takes the set that has the most pairs which no set before had, until none is left.</summary>
    public static IReadOnlyList<AlgorithmSet> Pairwise()
    {
        var candidates = (
            from kex in KexAlgorithms
            from hostKey in HostKeyAlgorithms
            from protection in AuthenticatedCiphers.Select(cipher => (cipher, (string?)null))
                .Concat(PlainCiphers.SelectMany(cipher => Macs.Select(mac => (cipher, (string?)mac))))
            select new AlgorithmSet(kex, hostKey, protection.Item1, protection.Item2)).ToList();
        var open = candidates.SelectMany(candidate => candidate.Pairs()).ToHashSet();
        var chosen = new List<AlgorithmSet>();
        while (open.Count > 0)
        {
            var best = candidates.MaxBy(candidate => candidate.Pairs().Count(open.Contains))!;
            open.ExceptWith(best.Pairs());
            chosen.Add(best);
        }
        return chosen;
    }
}
