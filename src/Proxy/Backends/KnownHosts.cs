using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>A file of host keys in known_hosts format (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). Immutable.</summary>
internal sealed class KnownHosts
{
    private const string Authority = "@cert-authority", Revoked = "@revoked";

    private readonly List<KnownHostsLine> _lines;

    private KnownHosts(List<KnownHostsLine> lines) => _lines = lines;

    /// <summary>Reads the whole text; any text is one, lines that cannot be used are told by <see cref="Find"/>.</summary>
    public static KnownHosts Parse(string text)
    {
        var lines = new List<KnownHostsLine>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (KnownHostsLine.TryParse(line.Trim(), number, out var parsed)) lines.Add(parsed);
        }
        return new KnownHosts(lines);
    }

    /// <summary>How known_hosts names a server: the host alone on port 22, otherwise <c>[host]:port</c>.</summary>
    public static string NameOf(string host, int port) => port == 22 ? host.ToLowerInvariant() : $"[{host.ToLowerInvariant()}]:{port}";

    /// <summary>What the file knows of a server: pinned keys and authorities, without those that some line revokes, and these.</summary>
    public Found Find(string host, int port)
    {
        var name = NameOf(host, port);
        var matching = _lines.Where(line => line.Matches(name)).ToList();
        var revoked = matching.Where(line => line.Marker == Revoked && line.Key is not null).Select(line => line.Key!).Distinct().ToList();
        var keys = new List<SshPublicKey>();
        var authorities = new List<SshPublicKey>();
        var ignored = new List<string>();
        foreach (var line in matching)
        {
            var kind = line.Marker == Authority ? authorities : keys;
            if (line.Marker == Revoked && line.Key is not null) continue;
            if (line.Marker is not ("" or Authority or Revoked)) ignored.Add($"line {line.Number}: {line.Marker} is not supported");
            else if (line.Key is null) ignored.Add($"line {line.Number}: {line.Fault}");
            else if (revoked.Contains(line.Key)) ignored.Add($"line {line.Number}: the key is revoked");
            else if (!kind.Contains(line.Key)) kind.Add(line.Key);
        }
        return new Found(keys, authorities, revoked, ignored);
    }

    /// <param name="Keys">The keys that may be presented.</param>
    /// <param name="Authorities">The keys whose certificates for the server are believed.</param>
    /// <param name="Revoked">The keys that neither may be presented nor have signed a certificate.</param>
    /// <param name="Ignored">For each matching line that gives no key, why.</param>
    public sealed record Found(
        IReadOnlyList<SshPublicKey> Keys, IReadOnlyList<SshPublicKey> Authorities, IReadOnlyList<SshPublicKey> Revoked, IReadOnlyList<string> Ignored);
}
