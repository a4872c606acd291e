namespace Sluice.Transport.Crypto.Certificates;

/// <summary>
/// A certificate's extensions (PROTOCOL.certkeys). The only one that means something here is <c>no-touch-required</c>:
/// the others permit what is never given (terminals, forwarding), and unknown ones may be passed over.
/// </summary>
internal static class CertificateExtensions
{
    /// <summary>Reads the list; false if it is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> list, out bool needsNoTouch)
    {
        needsNoTouch = false;
        var reader = new OptionReader(list);
        while (reader.TryRead(out var name, out var data))
        {
            if (!name.SequenceEqual("no-touch-required"u8)) continue;
            if (!data.IsEmpty) return false;
            needsNoTouch = true;
        }
        return !reader.Failed;
    }
}
