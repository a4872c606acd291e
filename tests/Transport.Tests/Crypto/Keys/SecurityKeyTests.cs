using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Sluice.Transport.Crypto.Keys;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Keys;

/// <summary>The authenticator is played by software: it signs as OpenSSH's PROTOCOL.u2f says.</summary>
public sealed class SecurityKeyTests
{
    private const byte Present = 0x01, Verified = 0x04;

    public static TheoryData<string> Types => [SecurityKeyEd25519PublicKey.Name, SecurityKeyEcdsaPublicKey.Name];

    [Theory, MemberData(nameof(Types))]
    public void Verify_takes_a_signature_made_with_a_touch(string type)
    {
        var (key, sign) = Make(type, "ssh:");
        Assert.Equal(type, key.KeyType);
        Assert.Equal([type], key.SignatureAlgorithms);
        Assert.True(key.Verify(type, "data"u8, Blob(type, sign("ssh:", Present, 7), Present, 7)));
        Assert.True(key.Verify(type, "data"u8, Blob(type, sign("ssh:", Present | Verified, 0), Present | Verified, 0)));
    }

    [Theory, MemberData(nameof(Types))]
    public void Verify_refuses_a_signature_made_without_a_touch(string type)
    {
        var (key, sign) = Make(type, "ssh:");
        Assert.False(key.Verify(type, "data"u8, Blob(type, sign("ssh:", 0, 7), 0, 7)));
        Assert.False(key.Verify(type, "data"u8, Blob(type, sign("ssh:", Verified, 7), Verified, 7)));
    }

    [Theory, MemberData(nameof(Types))]
    public void Verify_refuses_what_the_authenticator_did_not_sign(string type)
    {
        var (key, sign) = Make(type, "ssh:");
        var value = sign("ssh:", Present, 7);
        Assert.False(key.Verify(type, "date"u8, Blob(type, value, Present, 7)));
        Assert.False(key.Verify(type, "data"u8, Blob(type, value, Present | Verified, 7)));
        Assert.False(key.Verify(type, "data"u8, Blob(type, value, Present, 8)));
        Assert.False(key.Verify(type, "data"u8, Blob(type, sign("https://example.org", Present, 7), Present, 7)));
    }

    [Theory, MemberData(nameof(Types))]
    public void Verify_refuses_malformed_blobs(string type)
    {
        var (key, sign) = Make(type, "ssh:");
        var value = sign("ssh:", Present, 7);
        var blob = Blob(type, value, Present, 7);
        for (var length = 0; length < blob.Length; length++) Assert.False(key.Verify(type, "data"u8, blob.AsSpan(0, length)));
        Assert.False(key.Verify(type, "data"u8, [.. blob, 0]));
        var other = Types.Select(row => row.Data).Single(name => name != type);
        Assert.False(key.Verify(type, "data"u8, Blob(other, value, Present, 7)));
        Assert.False(key.Verify(other, "data"u8, Blob(other, value, Present, 7)));
        Assert.False(key.Verify("ssh-ed25519", "data"u8, blob));
        for (var bit = 0; bit < 8 * blob.Length; bit++)
        {
            blob[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(key.Verify(type, "data"u8, blob), $"bit {bit}");
            blob[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void TryParse_refuses_malformed_keys()
    {
        foreach (var type in Types.Select(row => row.Data))
        {
            var blob = Make(type, "ssh:").Key.Blob.ToArray();
            KeyBlobs.FaultOf([.. blob, 0]);
            for (var length = 0; length < blob.Length; length++) KeyBlobs.FaultOf(blob[..length]);
        }
        KeyBlobs.FaultOf(KeyBlobs.Strings(Encoding.ASCII.GetBytes(SecurityKeyEd25519PublicKey.Name), new byte[31], "ssh:"u8.ToArray()));
        KeyBlobs.FaultOf(KeyBlobs.Strings(Encoding.ASCII.GetBytes(SecurityKeyEcdsaPublicKey.Name), "nistp256"u8.ToArray(), [4, .. new byte[64]], "ssh:"u8.ToArray()));
    }

    private static (SshPublicKey Key, Func<string, byte, uint, byte[]> Sign) Make(string type, string application)
    {
        var name = Encoding.ASCII.GetBytes(type);
        if (type == SecurityKeyEd25519PublicKey.Name)
        {
            var ed25519 = new Ed25519PrivateKeyParameters(new SecureRandom());
            var point = ed25519.GeneratePublicKey().GetEncoded();
            return (KeyBlobs.Parse(KeyBlobs.Strings(name, point, Encoding.ASCII.GetBytes(application))), (signedApplication, flags, counter) =>
            {
                var value = new byte[64];
                ed25519.Sign(Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, null, Signed(signedApplication, flags, counter), value);
                return value;
            }
            );
        }
        var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = NistCurve.P256.EncodePoint(ecdsa.ExportParameters(false).Q);
        return (KeyBlobs.Parse(KeyBlobs.Strings(name, "nistp256"u8.ToArray(), q, Encoding.ASCII.GetBytes(application))), (signedApplication, flags, counter) =>
        {
            var both = ecdsa.SignData(Signed(signedApplication, flags, counter), HashAlgorithmName.SHA256);
            return KeyBlobs.Mpints([], both[..32], both[32..]);
        }
        );
    }

    private static byte[] Signed(string application, byte flags, uint counter) =>
        [.. SHA256.HashData(Encoding.ASCII.GetBytes(application)), flags, .. BigEndian(counter), .. SHA256.HashData("data"u8)];

    private static byte[] Blob(string type, byte[] value, byte flags, uint counter) =>
        [.. KeyBlobs.Strings(Encoding.ASCII.GetBytes(type), value), flags, .. BigEndian(counter)];

    private static byte[] BigEndian(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }
}
