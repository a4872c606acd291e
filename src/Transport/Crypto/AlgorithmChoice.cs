namespace Sluice.Transport.Crypto;

/// <summary>The algorithms of one kind.</summary>
/// <param name="Key">The configuration's word for the kind, as in sshd_config.</param>
/// <param name="Defaults">What is offered unless an operator says otherwise, most preferred first.</param>
/// <param name="Supported">The same and what is offered only when an operator names it.</param>
internal sealed record AlgorithmChoice(string Key, string[] Defaults, string[] Supported)
{
    public static AlgorithmChoice Of<T>(string key, IReadOnlyList<T> all, Func<T, string> name, Func<T, bool> isDefault) =>
        new(key, [.. all.Where(isDefault).Select(name)], [.. all.Select(name)]);
}
