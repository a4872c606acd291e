using Org.BouncyCastle.Math.EC.Rfc8032;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>ssh-ed25519 (RFC 8709).</summary>
internal sealed class Ed25519PublicKey : SshPublicKey
{
    public const string Name = "ssh-ed25519";

    /// <summary>Bytes of the public key and of a signature.</summary>
    public const int KeySize = 32, SignatureSize = 64;

    private static readonly string[] _algorithms = [Name];

    private readonly byte[] _blob;
    private readonly Ed25519.PublicPoint _point;

    private Ed25519PublicKey(byte[] blob, Ed25519.PublicPoint point)
    {
        _blob = blob;
        _point = point;
    }

    public override string KeyType => Name;

    public override ReadOnlyMemory<byte> Blob => _blob;

    internal override IReadOnlyList<string> SignatureAlgorithms => _algorithms;

    /// <summary>Parses a blob whose type has been recognised; null if it is refused.</summary>
    public static Ed25519PublicKey? Parse(ReadOnlySpan<byte> blob, out string fault)
    {
        var reader = new WireReader(blob);
        reader.ReadString();
        var key = reader.ReadString();
        fault = "";
        if (!reader.IsComplete)
        {
            fault = "The ssh-ed25519 key is malformed.";
            return null;
        }
        return Decode(key, out fault) is { } point ? new Ed25519PublicKey(blob.ToArray(), point) : null;
    }

    /// <summary>The key as a blob.</summary>
    public static Ed25519PublicKey From(ReadOnlySpan<byte> key)
    {
        var blob = new byte[sizeof(uint) + Name.Length + sizeof(uint) + KeySize];
        var writer = new WireWriter(blob);
        writer.WriteText(Name);
        writer.WriteString(key);
        return Parse(blob, out var fault) ?? throw new SshKeyFileException(fault);
    }

    /// <summary>Decodes 32 bytes to a point of the curve; null if they are none, or one of small order.</summary>
    public static Ed25519.PublicPoint? Decode(ReadOnlySpan<byte> key, out string fault)
    {
        var point = key.Length == KeySize ? Ed25519.ValidatePublicKeyPartialExport(key) : null;
        fault = point is null ? "The Ed25519 key is not a point of the curve." : "";
        return point;
    }

    internal override bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        algorithm == Name
        && SignatureBlob.TryRead(signature, algorithm, out var value)
        && value.Length == SignatureSize
        && Ed25519.Verify(value, _point, data);
}
