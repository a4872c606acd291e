using System.Security.Cryptography;
using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>
/// A key inside a FIDO authenticator (OpenSSH PROTOCOL.u2f), whose signatures say more than that the key was there: the
/// authenticator signs two hashes around a flag byte and a counter.
/// </summary>
internal abstract class SecurityKeyPublicKey(string name, byte[] blob, ReadOnlySpan<byte> application) : SshPublicKey
{
    private const int SignedSize = (2 * SHA256.HashSizeInBytes) + sizeof(byte) + sizeof(uint);

    private readonly string[] _algorithms = [name];
    private readonly byte[] _applicationHash = SHA256.HashData(application);

    public sealed override string KeyType => name;

    public sealed override ReadOnlyMemory<byte> Blob => blob;

    internal sealed override IReadOnlyList<string> SignatureAlgorithms => _algorithms;

    /// <summary>As below, with a touch: without one the key would serve any process near it.</summary>
    internal sealed override bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        Verify(algorithm, data, signature, SecurityKeyFlags.UserPresent);

    /// <summary>As <see cref="SshPublicKey.Verify"/>; a signature that lacks one of the <paramref name="required"/> flags is refused.</summary>
    public bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, SecurityKeyFlags required)
    {
        var reader = new WireReader(signature);
        var isNamed = Ascii.Equals(reader.ReadString(), algorithm);
        var value = reader.ReadString();
        var flags = reader.ReadByte();
        var counter = reader.ReadUInt32();
        if (algorithm != name || !isNamed || !reader.IsComplete || ((SecurityKeyFlags)flags & required) != required) return false;
        Span<byte> signed = stackalloc byte[SignedSize];
        var writer = new WireWriter(signed);
        writer.WriteBytes(_applicationHash);
        writer.WriteByte(flags);
        writer.WriteUInt32(counter);
        SHA256.HashData(data, signed[writer.Length..]);
        return Verify(signed, value);
    }

    /// <summary>True if the value is the plain signature of what the authenticator signed.</summary>
    protected abstract bool Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> value);
}
