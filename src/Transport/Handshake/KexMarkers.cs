namespace Sluice.Transport.Handshake;

/// <summary>Names in the key exchange list that are no algorithms (RFC 8308 section 2.1; OpenSSH PROTOCOL section 1.10).</summary>
internal static class KexMarkers
{
    public const string ExtInfoClient = "ext-info-c";
    public const string ExtInfoServer = "ext-info-s";
    public const string StrictClient = "kex-strict-c-v00@openssh.com";
    public const string StrictServer = "kex-strict-s-v00@openssh.com";

    public static bool IsMarker(string name) => name is ExtInfoClient or ExtInfoServer or StrictClient or StrictServer;
}
