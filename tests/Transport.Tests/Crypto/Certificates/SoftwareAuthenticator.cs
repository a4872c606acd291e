using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Tests.Crypto.Keys;

namespace Sluice.Transport.Tests.Crypto.Certificates;

/// <summary>Plays a FIDO authenticator: it signs as OpenSSH's PROTOCOL.u2f says, with any flags.</summary>
internal sealed class SoftwareAuthenticator : IDisposable
{
    private static readonly byte[] _application = "ssh:"u8.ToArray();

    private readonly SshPrivateKey? _ed25519;
    private readonly ECDsa? _ecdsa;

    private SoftwareAuthenticator(string type)
    {
        var name = Encoding.ASCII.GetBytes(type);
        if (type == SecurityKeyEd25519PublicKey.Name)
        {
            _ed25519 = SshPrivateKey.GenerateEd25519();
            PublicKey = KeyBlobs.Parse(KeyBlobs.Strings(name, _ed25519.PublicKey.Blob[^32..].ToArray(), _application));
            return;
        }
        _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = NistCurve.P256.EncodePoint(_ecdsa.ExportParameters(false).Q);
        PublicKey = KeyBlobs.Parse(KeyBlobs.Strings(name, "nistp256"u8.ToArray(), point, _application));
    }

    public SshPublicKey PublicKey { get; }

    public static SoftwareAuthenticator Create(string type) => new(type);

    /// <summary>The signature blob: name, value, flags, counter.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data, SecurityKeyFlags flags, uint counter)
    {
        var tail = new byte[5];
        tail[0] = (byte)flags;
        BinaryPrimitives.WriteUInt32BigEndian(tail.AsSpan(1), counter);
        byte[] signed = [.. SHA256.HashData(_application), .. tail, .. SHA256.HashData(data)];
        var value = _ed25519 is { } ed25519 ? ed25519.Sign("ssh-ed25519", signed)[^64..] : SignEcdsa(signed);
        return [.. KeyBlobs.Strings(Encoding.ASCII.GetBytes(PublicKey.KeyType), value), .. tail];
    }

    public void Dispose()
    {
        _ed25519?.Dispose();
        _ecdsa?.Dispose();
    }

    private byte[] SignEcdsa(byte[] signed)
    {
        var both = _ecdsa!.SignData(signed, HashAlgorithmName.SHA256);
        return KeyBlobs.Mpints([], both[..32], both[32..]);
    }
}
