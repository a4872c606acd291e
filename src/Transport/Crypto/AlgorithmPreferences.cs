namespace Sluice.Transport;

/// <summary>
/// Algorithm lists in the words of sshd_config: null keeps the defaults; a list replaces them; a list that begins with
/// <c>+</c> appends, <c>-</c> removes, <c>^</c> moves to the front. A list that removes may have the wildcards <c>*</c> and
/// <c>?</c>. Weak algorithms are not among the defaults and come in by name alone.
/// </summary>
public sealed record AlgorithmPreferences
{
    /// <summary>Key exchange.</summary>
    public string? KexAlgorithms { get; init; }

    /// <summary>Ciphers, both directions.</summary>
    public string? Ciphers { get; init; }

    /// <summary>Message authentication codes, both directions.</summary>
    public string? MACs { get; init; }

    /// <summary>Host key signature algorithms.</summary>
    public string? HostKeyAlgorithms { get; init; }

    /// <summary>Signature algorithms that users' keys and certificates may use.</summary>
    public string? PubkeyAcceptedAlgorithms { get; init; }

    /// <summary>One sentence for each name that is not known or list that ends up empty; empty if all is well.</summary>
    public IReadOnlyList<string> Validate() => Crypto.AlgorithmCatalog.Validate(this);
}
