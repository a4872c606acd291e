using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>sk-ecdsa-sha2-nistp256@openssh.com: an ECDSA key inside a FIDO authenticator.</summary>
internal sealed class SecurityKeyEcdsaPublicKey : SecurityKeyPublicKey
{
    public const string Name = "sk-ecdsa-sha2-nistp256@openssh.com";

    private readonly EcdsaVerifier _verifier;

    private SecurityKeyEcdsaPublicKey(byte[] blob, EcdsaVerifier verifier, ReadOnlySpan<byte> application)
        : base(Name, blob, application) => _verifier = verifier;

    /// <summary>Parses a blob whose type has been recognised; null if it is refused.</summary>
    public static SecurityKeyEcdsaPublicKey? Parse(ReadOnlySpan<byte> blob, out string fault)
    {
        var reader = new WireReader(blob);
        reader.ReadString();
        var curveName = reader.ReadString();
        var point = reader.ReadString();
        var application = reader.ReadString();
        if (!reader.IsComplete || !Ascii.Equals(curveName, NistCurve.P256.Name))
        {
            fault = $"The {Name} key is malformed.";
            return null;
        }
        return EcdsaVerifier.Create(NistCurve.P256, point, out fault) is { } verifier
            ? new SecurityKeyEcdsaPublicKey(blob.ToArray(), verifier, application)
            : null;
    }

    protected override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> value) => _verifier.Verify(signed, value);
}
