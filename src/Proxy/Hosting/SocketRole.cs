namespace Sluice.Proxy.Hosting;

/// <summary>What a listening socket is for; the names by which it is passed from process to process, and by FileDescriptorName= of systemd.</summary>
internal static class SocketRole
{
    public const string Ssh = "ssh";
    public const string Metrics = "metrics";
    public const string Admin = "admin";

    /// <summary>Follows the role of a socket that a service manager holds too.</summary>
    public const char HeldMark = '+';

    /// <summary>True if a socket that was passed under that name may serve in that role: a name that is no role's serves in all.</summary>
    public static bool Fits(string name, string role) => name == role || name is not (Ssh or Metrics or Admin);
}
