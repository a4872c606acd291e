namespace Sluice.Proxy.Identity;

/// <summary>The certificate that a client came in with, for logs and for what it restricts.</summary>
/// <param name="KeyId">The authority's words for it.</param>
/// <param name="Serial">The authority's number for it.</param>
/// <param name="AuthorityFingerprint">Who signed it, <c>SHA256:…</c>.</param>
/// <param name="ForceCommand">What is run in place of what the client asks for; null if there is nothing.</param>
internal sealed record CertificateIdentity(string KeyId, ulong Serial, string AuthorityFingerprint, string? ForceCommand);
