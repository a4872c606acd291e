using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>The signature blob of RFC 4253 section 6.6: the algorithm's name, then its value, both strings.</summary>
internal static class SignatureBlob
{
    /// <summary>Reads a blob that is a name and a value and nothing else, with the name that is expected.</summary>
    public static bool TryRead(ReadOnlySpan<byte> blob, string algorithm, out ReadOnlySpan<byte> value)
    {
        var reader = new WireReader(blob);
        var named = Ascii.Equals(reader.ReadString(), algorithm);
        value = reader.ReadString();
        return named && reader.IsComplete;
    }

    /// <summary>The name that the blob begins with; empty if there is none.</summary>
    public static ReadOnlySpan<byte> AlgorithmOf(ReadOnlySpan<byte> blob) => new WireReader(blob).ReadString();

    public static byte[] Write(string algorithm, ReadOnlySpan<byte> value)
    {
        var blob = new byte[sizeof(uint) + algorithm.Length + sizeof(uint) + value.Length];
        var writer = new WireWriter(blob);
        writer.WriteText(algorithm);
        writer.WriteString(value);
        return blob;
    }
}
