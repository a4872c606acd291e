namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// One run of a key agreement whose two messages are one string each way (RFC 5656 section 4, RFC 8731, ML-KEM
/// hybrid): the client's public value, then the server's. Used once and disposed; not thread-safe.
/// </summary>
internal abstract class KeyAgreement : IDisposable
{
    /// <summary>Client role: makes the ephemeral key and gives the public value to send (Q_C, C_INIT).</summary>
    public abstract byte[] Start();

    /// <summary>
    /// Client role: completes with the server's value (Q_S, S_REPLY). The shared secret is encoded as it enters the
    /// exchange hash and the key derivation (an mpint, or a string for hybrids), with its length; the caller clears it.
    /// </summary>
    /// <returns>False if the peer's value is malformed, an invalid point, or gives an all-zero secret.</returns>
    public abstract bool TryFinish(ReadOnlySpan<byte> serverValue, out byte[] sharedSecret);

    /// <summary>Server role: answers the client's value with our own and the shared secret, encoded as above.</summary>
    /// <returns>False if the peer's value is not acceptable, as above.</returns>
    public abstract bool TryRespond(ReadOnlySpan<byte> clientValue, out byte[] serverValue, out byte[] sharedSecret);

    /// <summary>Clears what is secret.</summary>
    public abstract void Dispose();
}
