using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>
/// A usable entry of a directory elsewhere, as it is kept. There may be a million: not the key with its point on the curve,
/// but its bytes.
/// </summary>
/// <param name="UserName">Whose it is.</param>
/// <param name="Options">Its options.</param>
/// <param name="Comment">What its owner calls it; may be empty.</param>
/// <param name="KeyId">The directory's number or name for it; may be empty.</param>
/// <param name="Blob">The key (RFC 4253 section 6.6).</param>
internal sealed record KnownKey(string UserName, KeyOptions Options, string Comment, string KeyId, ReadOnlyMemory<byte> Blob)
{
    /// <summary>True if it is this very key.</summary>
    public bool Allows(SshPublicKey key) => Blob.Span.SequenceEqual(key.Blob.Span);

    /// <summary>As a line of a user's file would be, for the key that it allows.</summary>
    public AuthorizedKey ToLine(SshPublicKey key) => new(UserName, key, Options, Comment, KeyId.Length > 0 ? $"key {KeyId}" : "its entry", KeyId);
}
