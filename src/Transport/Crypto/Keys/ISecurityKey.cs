namespace Sluice.Transport.Crypto.Keys;

/// <summary>A key inside a FIDO authenticator, whose signatures say more than that the key was there.</summary>
internal interface ISecurityKey
{
    /// <summary>As <see cref="SshPublicKey.Verify"/>, with what the authenticator must have seen instead of a touch.</summary>
    bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SecurityKeyFlags required);
}
