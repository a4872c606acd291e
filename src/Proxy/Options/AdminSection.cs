using System.Net;
using System.Text;

namespace Sluice.Proxy.Options;

/// <summary>The admin endpoint in the configuration.</summary>
internal static class AdminSection
{
    /// <summary>
    /// The longest path of a Unix socket in bytes: Linux' 107 less what the name takes under which it is made before it is
    /// moved to its place.
    /// </summary>
    public const int LongestPath = 90;

    private const string UnixPrefix = "unix:";
    private const string Expected = "unix: and a path, or an address and a port, such as unix:/run/sluice/admin.sock or 127.0.0.1:9223, or none";

    /// <summary>Without a word in the configuration there is a Unix socket <paramref name="byDefault"/>, if its path is not too long.</summary>
    public static AdminModel Build(SluiceConfig config, string byDefault, KeyFiles files, Faults faults)
    {
        var token = SecretPath.Read(config.AdminTokenFile, files, faults.Below(nameof(config.AdminTokenFile)));
        if (config.AdminListen is not { } written)
            return Encoding.UTF8.GetByteCount(byDefault) > LongestPath ? AdminModel.None : new AdminModel([new AdminAddress.Unix(byDefault)], token, true);
        if (written is ["none"]) return AdminModel.None with { IsByDefault = false };
        var addresses = new List<AdminAddress>();
        for (var i = 0; i < written.Count; i++)
        {
            if (Address(written[i], token is not null, files, faults.Below(nameof(config.AdminListen), i)) is { } address) addresses.Add(address);
        }
        return new AdminModel(addresses, token, false);
    }

    private static AdminAddress? Address(string written, bool hasToken, KeyFiles files, Faults faults)
    {
        if (written.StartsWith(UnixPrefix, StringComparison.Ordinal) && written.Length > UnixPrefix.Length)
        {
            var path = files.FullPath(written[UnixPrefix.Length..]);
            if (Encoding.UTF8.GetByteCount(path) <= LongestPath) return new AdminAddress.Unix(path);
            faults.Add($"{path} is too long for a Unix socket: expected at most {LongestPath} bytes.");
        }
        else if (!HostPort.TryParseEndPoint(written, out var endPoint))
        {
            faults.Add($"'{written}' is not {Expected}.");
        }
        else if (!IPAddress.IsLoopback(endPoint.Address) && !hasToken)
        {
            faults.Add($"Whoever reaches {endPoint} could end sessions: name an AdminTokenFile, or listen on 127.0.0.1 or a Unix socket.");
        }
        else
        {
            return new AdminAddress.Tcp(endPoint);
        }
        return null;
    }
}
