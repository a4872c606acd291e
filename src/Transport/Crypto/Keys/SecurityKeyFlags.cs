namespace Sluice.Transport.Crypto.Keys;

/// <summary>What an authenticator says about the person in front of it, as it stands in the signature (OpenSSH PROTOCOL.u2f).</summary>
[Flags]
internal enum SecurityKeyFlags : byte
{
    None = 0,

    /// <summary>Somebody touched the authenticator.</summary>
    UserPresent = 0x01,

    /// <summary>Somebody gave it a PIN, or a fingerprint that it knows.</summary>
    UserVerified = 0x04,
}
