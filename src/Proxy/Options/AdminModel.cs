namespace Sluice.Proxy.Options;

/// <summary>The admin endpoint.</summary>
/// <param name="Addresses">Where it is reached; commands use the first. None serves none.</param>
/// <param name="TokenFile">The secret that whoever comes over TCP must have; null asks for none, on loopback only.</param>
/// <param name="IsByDefault">True if nobody asked for it: then it is no reason not to start that it cannot be had.</param>
internal sealed record AdminModel(IReadOnlyList<AdminAddress> Addresses, string? TokenFile, bool IsByDefault)
{
    /// <summary>No admin endpoint.</summary>
    public static AdminModel None { get; } = new([], null, true);
}
