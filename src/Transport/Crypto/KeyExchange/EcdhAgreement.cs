using System.Security.Cryptography;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>ecdh-sha2-nistp256, 384 and 521 (RFC 5656 section 4).</summary>
internal sealed class EcdhAgreement(NistCurve curve) : KeyAgreement
{
    private ECDiffieHellman? _own;

    public override byte[] Start()
    {
        _own?.Dispose();
        _own = ECDiffieHellman.Create(curve.Parameters);
        return curve.EncodePoint(_own.ExportParameters(includePrivateParameters: false).Q);
    }

    public override bool TryFinish(ReadOnlySpan<byte> serverValue, out byte[] sharedSecret)
    {
        if (_own is null) throw new InvalidOperationException("The key agreement has not been started.");
        sharedSecret = [];
        if (!curve.TryDecodePoint(serverValue, out var point)) return false;
        byte[] secret = [];
        try
        {
            // The import refuses a point that is not on the curve.
            using var peer = ECDiffieHellman.Create(new ECParameters { Curve = curve.Parameters, Q = point });
            using var peerKey = peer.PublicKey;
            secret = _own.DeriveRawSecretAgreement(peerKey);
            sharedSecret = SharedSecret.AsMpint(secret);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    public override bool TryRespond(ReadOnlySpan<byte> clientValue, out byte[] serverValue, out byte[] sharedSecret)
    {
        serverValue = sharedSecret = [];
        // Before the work of making a key: what is not even shaped like a point.
        if (!curve.TryDecodePoint(clientValue, out _)) return false;
        serverValue = Start();
        return TryFinish(clientValue, out sharedSecret);
    }

    public override void Dispose() => _own?.Dispose();
}
