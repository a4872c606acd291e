using System.Security.Cryptography;
using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>What both kinds of FIDO keys have in common (OpenSSH PROTOCOL.u2f): how a signature blob wraps the data.</summary>
internal static class SecurityKey
{
    /// <summary>Bytes that the authenticator signs: two hashes around a flag byte and a counter.</summary>
    public const int SignedSize = (2 * SHA256.HashSizeInBytes) + sizeof(byte) + sizeof(uint);

    /// <summary>What is asked of a signature unless its owner's rules say otherwise: without a touch the key would serve any process near it.</summary>
    public const SecurityKeyFlags Touch = SecurityKeyFlags.UserPresent;

    /// <summary>
    /// Reads a blob of name, value, flags and counter, and writes the <see cref="SignedSize"/> bytes that the value
    /// signs. A signature that lacks one of the <paramref name="required"/> flags is refused.
    /// </summary>
    public static bool TryRead(
        ReadOnlySpan<byte> blob, string algorithm, ReadOnlySpan<byte> applicationHash, ReadOnlySpan<byte> data,
        SecurityKeyFlags required, Span<byte> signed, out ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(blob);
        var named = Ascii.Equals(reader.ReadString(), algorithm);
        value = reader.ReadString();
        var flags = reader.ReadByte();
        var counter = reader.ReadUInt32();
        if (!named || !reader.IsComplete || ((SecurityKeyFlags)flags & required) != required) return false;
        var writer = new WireWriter(signed);
        writer.WriteBytes(applicationHash);
        writer.WriteByte(flags);
        writer.WriteUInt32(counter);
        SHA256.HashData(data, signed[writer.Length..]);
        return true;
    }
}
