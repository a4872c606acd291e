namespace Sluice.Proxy.Identity;

/// <summary>What a directory elsewhere says of a key, as it came.</summary>
/// <param name="UserName">Whose it is.</param>
/// <param name="Options">Options as in authorized_keys; may be empty.</param>
/// <param name="Comment">What its owner calls it; may be empty.</param>
/// <param name="KeyId">The directory's number or name for it; may be empty.</param>
/// <param name="Blob">The key that was found (RFC 4253 section 6.6).</param>
internal readonly record struct KeyRow(string UserName, string Options, string Comment, string KeyId, ReadOnlyMemory<byte> Blob);
