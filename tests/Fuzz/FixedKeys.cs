using System.Security.Cryptography;

using Sluice.Transport;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Wire;

namespace Sluice.Fuzz;

/// <summary>Keys that are the same in every run; they guard nothing.</summary>
internal static class FixedKeys
{
    public static SshPrivateKey Ed25519 { get; } = Read("ed25519");

    public static SshPrivateKey Rsa { get; } = Read("rsa");

    /// <summary>One key of each type that signs by itself.</summary>
    public static IReadOnlyList<SshPrivateKey> All { get; } = [Ed25519, Read("ecdsa256"), Read("ecdsa384"), Read("ecdsa521"), Rsa];

    /// <summary>A FIDO key around the Ed25519 key, as ssh-keygen -t ed25519-sk would make it.</summary>
    public static SshPublicKey SecurityKeyEd25519 { get; } = SecurityKey("sk-ssh-ed25519@openssh.com", Ed25519);

    /// <summary>The same around the P-256 key.</summary>
    public static SshPublicKey SecurityKeyEcdsa { get; } = SecurityKey("sk-ecdsa-sha2-nistp256@openssh.com", All[1]);

    /// <summary>The P-256 key as the host of <see cref="HostName"/>, certified by the Ed25519 key for all time.</summary>
    public static SshPrivateKey CertifiedHost { get; } = All[1].WithCertificate(Certify(All[1].PublicKey));

    /// <summary>The host that is certified.</summary>
    public const string HostName = "git.example.org";

    /// <summary>Signs as the authenticator would.</summary>
    /// <param name="key">The key within.</param>
    /// <param name="algorithm">The name of the FIDO type.</param>
    /// <param name="flags">1 if a person touched it.</param>
    /// <param name="data">What is signed.</param>
    public static byte[] SignAsSecurityKey(SshPrivateKey key, string algorithm, byte flags, ReadOnlySpan<byte> data)
    {
        var signed = new WireWriter(new byte[69]);
        signed.WriteBytes(SHA256.HashData("ssh:"u8));
        signed.WriteByte(flags);
        signed.WriteUInt32(7);
        signed.WriteBytes(SHA256.HashData(data));
        var inner = key.PublicKey.SignatureAlgorithms[0];
        SignatureBlob.TryRead(key.Sign(inner, signed.Written), inner, out var value);
        return [.. SignatureBlob.Write(algorithm, value), flags, 0, 0, 0, 7];
    }

    private static SshCertificate Certify(SshPublicKey key)
    {
        var plain = new WireReader(key.Blob.Span);
        plain.ReadString();
        var writer = new WireWriter(new byte[512]);
        writer.WriteText(CertificateName.Of(key.KeyType));
        writer.WriteString(new byte[32]);
        writer.WriteBytes(plain.Remaining);
        writer.WriteUInt64(1);
        writer.WriteUInt32((uint)SshCertificateType.Host);
        writer.WriteText("fuzz");
        writer.WriteUInt32((uint)(4 + HostName.Length));
        writer.WriteText(HostName);
        writer.WriteUInt64(0);
        writer.WriteUInt64(ulong.MaxValue);
        for (var i = 0; i < 3; i++) writer.WriteString([]);
        var blob = Targets.CertificateTarget.Sign(writer.Written);
        return SshCertificate.TryParse(blob, out var certificate, out var fault) ? certificate : throw new InvalidOperationException(fault);
    }

    private static SshPublicKey SecurityKey(string type, SshPrivateKey key)
    {
        var reader = new WireReader(key.PublicKey.Blob.Span);
        reader.ReadString();
        var writer = new WireWriter(new byte[256]);
        writer.WriteText(type);
        writer.WriteBytes(reader.Remaining);
        writer.WriteString("ssh:"u8);
        return SshPublicKey.TryParse(writer.Written, out var made, out var fault) ? made : throw new InvalidOperationException(fault);
    }

    private static SshPrivateKey Read(string name)
    {
        using var stream = typeof(FixedKeys).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"The key {name} is not embedded.");
        using var file = new MemoryStream();
        stream.CopyTo(file);
        return SshPrivateKey.Read(file.ToArray(), "");
    }
}
