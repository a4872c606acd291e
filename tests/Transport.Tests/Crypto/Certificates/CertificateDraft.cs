using System.Text;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Tests.Crypto.Certificates;

/// <summary>A certificate in the making, every field of which a test may spoil before it is signed.</summary>
internal sealed record CertificateDraft
{
    public required SshPublicKey Key { get; init; }

    public required SshPrivateKey Authority { get; init; }

    public uint Type { get; init; } = (uint)SshCertificateType.User;

    public ulong Serial { get; init; } = 7;

    public byte[] KeyId { get; init; } = "the id"u8.ToArray();

    public byte[] Principals { get; init; } = List("alice");

    public ulong ValidAfter { get; init; }

    public ulong ValidBefore { get; init; } = ulong.MaxValue;

    public byte[] Options { get; init; } = [];

    public byte[] Extensions { get; init; } = [];

    /// <summary>Stands in for the authority's own blob.</summary>
    public byte[]? AuthorityBlob { get; init; }

    /// <summary>Makes the signature; null leaves it to the authority.</summary>
    public Func<byte[], byte[]>? Signer { get; init; }

    /// <summary>Text as strings one after the other: principals, or names and empty values of options.</summary>
    public static byte[] List(params string[] texts)
    {
        var writer = new WireWriter(new byte[texts.Sum(text => 4 + Encoding.UTF8.GetByteCount(text))]);
        foreach (var text in texts) writer.WriteText(text);
        return writer.Written.ToArray();
    }

    /// <summary>An option whose value is a string within its string.</summary>
    public static byte[] Option(string name, string value)
    {
        var writer = new WireWriter(new byte[12 + name.Length + Encoding.UTF8.GetByteCount(value)]);
        writer.WriteText(name);
        writer.WriteString(List(value));
        return writer.Written.ToArray();
    }

    public byte[] ToBlob()
    {
        var signed = SignedPart();
        var signature = Signer?.Invoke(signed) ?? Authority.Sign(Authority.PublicKey.SignatureAlgorithms[0], signed);
        var writer = new WireWriter(new byte[signed.Length + 4 + signature.Length]);
        writer.WriteBytes(signed);
        writer.WriteString(signature);
        return writer.Written.ToArray();
    }

    public SshCertificate ToCertificate()
    {
        Xunit.Assert.True(SshCertificate.TryParse(ToBlob(), out var certificate, out var fault), fault);
        return certificate;
    }

    /// <summary>Parses the blob, which must be refused with a sentence, and gives that.</summary>
    public string Fault()
    {
        Xunit.Assert.False(SshCertificate.TryParse(ToBlob(), out var certificate, out var fault));
        Xunit.Assert.Null(certificate);
        Xunit.Assert.EndsWith(".", fault, StringComparison.Ordinal);
        return fault;
    }

    private byte[] SignedPart()
    {
        var plain = Key.Blob.Span;
        var reader = new WireReader(plain);
        reader.ReadString();
        var authority = AuthorityBlob ?? Authority.PublicKey.Blob.ToArray();
        var writer = new WireWriter(new byte[256 + plain.Length + KeyId.Length + Principals.Length + Options.Length + Extensions.Length + authority.Length]);
        writer.WriteText(CertificateName.Of(Key.KeyType));
        writer.WriteString("a nonce of any length"u8);
        writer.WriteBytes(reader.Remaining);
        writer.WriteUInt64(Serial);
        writer.WriteUInt32(Type);
        writer.WriteString(KeyId);
        writer.WriteString(Principals);
        writer.WriteUInt64(ValidAfter);
        writer.WriteUInt64(ValidBefore);
        writer.WriteString(Options);
        writer.WriteString(Extensions);
        writer.WriteString([]);
        writer.WriteString(authority);
        return writer.Written.ToArray();
    }
}
