using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>A file of host keys in known_hosts format (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). Immutable.</summary>
internal sealed class KnownHosts
{
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

    /// <summary>The pinned keys of a server, without those that some line revokes.</summary>
    public Found Find(string host, int port)
    {
        var name = NameOf(host, port);
        var matching = _lines.Where(line => line.Matches(name)).ToList();
        var revoked = matching.Where(line => line.Marker == "@revoked" && line.Key is not null).Select(line => line.Key!).ToHashSet();
        var keys = new List<SshPublicKey>();
        var ignored = new List<string>();
        foreach (var line in matching)
        {
            if (line.Marker == "@revoked") continue;
            if (line.Marker.Length > 0) ignored.Add($"line {line.Number}: {line.Marker} is not supported");
            else if (line.Key is null) ignored.Add($"line {line.Number}: {line.Fault}");
            else if (revoked.Contains(line.Key)) ignored.Add($"line {line.Number}: the key is revoked");
            else if (!keys.Contains(line.Key)) keys.Add(line.Key);
        }
        return new Found(keys, ignored);
    }

    /// <param name="Keys">The keys that may be presented.</param>
    /// <param name="Ignored">For each matching line that gives no key, why.</param>
    public sealed record Found(IReadOnlyList<SshPublicKey> Keys, IReadOnlyList<string> Ignored);
}
