namespace Sluice.Proxy.Embedded;

/// <summary>What came of the demonstration's clone.</summary>
/// <param name="Fault">Null if the clone's content was right.</param>
/// <param name="Elapsed">From the start of git to its end.</param>
/// <param name="Head">The id of the newest commit.</param>
/// <param name="Kex">The key exchange that ssh and Sluice agreed on.</param>
/// <param name="HostKey">The host key's algorithm.</param>
/// <param name="Cipher">The cipher.</param>
internal sealed record DemoResult(string? Fault, TimeSpan Elapsed, string Head, string Kex, string HostKey, string Cipher);
