namespace Sluice.Proxy.Identity;

/// <summary>Who a client is: the user whose key signed. Kept on the connection by Transport.</summary>
/// <param name="UserName">The user, from the name of the key's file or from the certificate.</param>
/// <param name="Fingerprint">The key's fingerprint, <c>SHA256:…</c>.</param>
/// <param name="KeyComment">The comment behind the key in its file, or the certificate's key id; may be empty.</param>
/// <param name="Certificate">What the key was certified by; null if it is in the directory itself.</param>
/// <param name="KeyId">The directory's number or name for the key, safe as a word of a command; empty if it has none.</param>
internal sealed record SluiceIdentity(string UserName, string Fingerprint, string KeyComment, CertificateIdentity? Certificate = null, string KeyId = "");
