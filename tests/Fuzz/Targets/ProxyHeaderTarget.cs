using System.Net;

using Sluice.Transport;
using Sluice.Transport.ProxyProtocol;

namespace Sluice.Fuzz.Targets;

/// <summary>The PROXY header in front of a connection.</summary>
internal static class ProxyHeaderTarget
{
    public static void Run(ReadOnlySpan<byte> input)
    {
        // A verdict never needs more.
        var bytes = input[..Math.Min(input.Length, ProxyHeader.MaxLength + 32)];
        var status = ProxyHeader.TryRead(bytes, out var endPoints, out var length);
        if (status == ProxyHeaderStatus.Done) CheckTaken(bytes, endPoints, length);
        else Promise.Keep(endPoints is null && length == 0, "Who is not believed names nobody.");
        Promise.Keep(status != ProxyHeaderStatus.NeedMore || bytes.Length < ProxyHeader.MaxLength, "A header has an end.");
        Promise.Keep(!bytes.StartsWith("SSH-"u8) || status == ProxyHeaderStatus.Absent, "SSH is no header.");
        CheckPieces(bytes, status, endPoints, length);
    }

    private static void CheckTaken(ReadOnlySpan<byte> bytes, ProxiedEndPoints? endPoints, int length)
    {
        Promise.Keep(length is > 0 and <= ProxyHeader.MaxLength && length <= bytes.Length, "No more is taken than there is.");
        Promise.Keep(
            ProxyHeader.TryRead(bytes[..length], out var again, out var taken) == ProxyHeaderStatus.Done && again == endPoints && taken == length,
            "What follows the header does not change it.");
        if (endPoints is null) return;
        CheckAddress(endPoints.Source.Address);
        CheckAddress(endPoints.Destination.Address);
        Promise.Keep(!endPoints.Source.Address.Equals(IPAddress.Any) && !endPoints.Source.Address.Equals(IPAddress.IPv6Any), "Nobody comes from nowhere.");
        foreach (var version in Enum.GetValues<ProxyProtocolVersion>())
        {
            var written = ProxyHeader.Write(version, endPoints);
            Promise.Keep(
                ProxyHeader.TryRead(written, out var read, out var all) == ProxyHeaderStatus.Done && read == endPoints && all == written.Length,
                "What is written can be read.");
        }
    }

    private static void CheckAddress(IPAddress address) =>
        Promise.Keep(!address.IsIPv4MappedToIPv6 && (address.GetAddressBytes().Length == 4 || address.ScopeId == 0), "An address has one spelling.");

    /// <summary>How TCP cuts the bytes must not matter.</summary>
    private static void CheckPieces(ReadOnlySpan<byte> bytes, ProxyHeaderStatus status, ProxiedEndPoints? endPoints, int length)
    {
        for (var cut = 0; cut < bytes.Length; cut += cut > 600 && cut < bytes.Length - 64 ? 31 : 1)
        {
            var early = ProxyHeader.TryRead(bytes[..cut], out var named, out var taken);
            if (early == ProxyHeaderStatus.NeedMore) continue;
            Promise.Keep(early == status && named == endPoints && taken == length, "The first bytes are judged as all of them are.");
            return;
        }
    }
}
