using Org.BouncyCastle.Math.EC.Rfc8032;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>sk-ssh-ed25519@openssh.com: an Ed25519 key inside a FIDO authenticator.</summary>
internal sealed class SecurityKeyEd25519PublicKey : SecurityKeyPublicKey
{
    public const string Name = "sk-ssh-ed25519@openssh.com";

    private readonly Ed25519.PublicPoint _point;

    private SecurityKeyEd25519PublicKey(byte[] blob, Ed25519.PublicPoint point, ReadOnlySpan<byte> application)
        : base(Name, blob, application) => _point = point;

    /// <summary>Parses a blob whose type has been recognised; null if it is refused.</summary>
    public static SecurityKeyEd25519PublicKey? Parse(ReadOnlySpan<byte> blob, out string fault)
    {
        var reader = new WireReader(blob);
        reader.ReadString();
        var key = reader.ReadString();
        var application = reader.ReadString();
        if (!reader.IsComplete)
        {
            fault = $"The {Name} key is malformed.";
            return null;
        }
        return Ed25519PublicKey.Decode(key, out fault) is { } point ? new SecurityKeyEd25519PublicKey(blob.ToArray(), point, application) : null;
    }

    protected override bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> value) =>
        value.Length == Ed25519PublicKey.SignatureSize && Ed25519.Verify(value, _point, signed);
}
