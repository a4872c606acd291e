using System.Security.Cryptography;

using Sluice.Transport;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Testing.Peers;

/// <summary>Keys for both ends, made once a run.</summary>
internal static class PeerKeys
{
    /// <summary>The servers' usual host key.</summary>
    public static SshPrivateKey Host { get; } = SshPrivateKey.GenerateEd25519();

    /// <summary>The clients' usual key.</summary>
    public static SshPrivateKey User { get; } = SshPrivateKey.GenerateEd25519();

    /// <summary>A key that nobody knows.</summary>
    public static SshPrivateKey Stranger { get; } = SshPrivateKey.GenerateEd25519();

    /// <summary>A key of each type.</summary>
    public static IReadOnlyList<SshPrivateKey> OfEachType { get; } = [Host, Ecdsa(NistCurve.P256), Ecdsa(NistCurve.P384), Ecdsa(NistCurve.P521), Rsa()];

    private static EcdsaPrivateKey Ecdsa(NistCurve curve)
    {
        using var key = ECDsa.Create(curve.Parameters);
        var numbers = key.ExportParameters(includePrivateParameters: true);
        return new EcdsaPrivateKey(curve, numbers.D!, numbers.Q);
    }

    private static RsaPrivateKey Rsa()
    {
        using var key = RSA.Create(3072);
        return new RsaPrivateKey(key.ExportParameters(includePrivateParameters: true));
    }
}
