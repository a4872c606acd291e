using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>
/// An extension in a KRL (OpenSSH PROTOCOL.krl section 6); none is known here.
/// <code>
/// string   name
/// boolean  critical
/// string   contents
/// </code>
/// </summary>
internal static class KrlExtension
{
    /// <summary>True if it is well formed and not critical.</summary>
    public static bool MayBePassedOver(ReadOnlySpan<byte> data)
    {
        var reader = new WireReader(data);
        reader.ReadString();
        var isCritical = reader.ReadBoolean();
        reader.ReadString();
        return reader.IsComplete && !isCritical;
    }
}
