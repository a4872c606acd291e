using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>curve25519-sha256 (RFC 8731).</summary>
internal sealed class Curve25519Agreement : KeyAgreement
{
    private X25519KeyPair? _own;

    public override byte[] Start()
    {
        _own?.Dispose();
        _own = X25519KeyPair.Generate();
        return _own.PublicKey;
    }

    public override bool TryFinish(ReadOnlySpan<byte> serverValue, out byte[] sharedSecret)
    {
        if (_own is null) throw new InvalidOperationException("The key agreement has not been started.");
        Span<byte> secret = stackalloc byte[X25519KeyPair.Size];
        // RFC 8731 section 3.1: the 32 bytes are taken as a number in network byte order.
        var agreed = _own.TryAgree(serverValue, secret);
        sharedSecret = agreed ? SharedSecret.AsMpint(secret) : [];
        CryptographicOperations.ZeroMemory(secret);
        return agreed;
    }

    public override bool TryRespond(ReadOnlySpan<byte> clientValue, out byte[] serverValue, out byte[] sharedSecret)
    {
        serverValue = sharedSecret = [];
        if (clientValue.Length != X25519KeyPair.Size) return false;
        serverValue = Start();
        return TryFinish(clientValue, out sharedSecret);
    }

    public override void Dispose() => _own?.Dispose();
}
