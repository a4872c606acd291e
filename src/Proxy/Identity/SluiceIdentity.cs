namespace Sluice.Proxy.Identity;

/// <summary>Who a client is: the user whose key signed. Kept on the connection by Transport.</summary>
/// <param name="UserName">The user, from the name of the key's file or from the certificate.</param>
/// <param name="Fingerprint">The key's fingerprint, <c>SHA256:…</c>.</param>
/// <param name="KeyComment">The comment behind the key in its file, or the certificate's key id; may be empty.</param>
/// <param name="Certificate">What the key was certified by; null if it is in the directory itself.</param>
internal sealed record SluiceIdentity(string UserName, string Fingerprint, string KeyComment, CertificateIdentity? Certificate = null);
