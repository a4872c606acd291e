using System.Text;

using Sluice.Proxy.Backends;

namespace Sluice.Fuzz.Targets;

/// <summary>A known_hosts file.</summary>
internal static class KnownHostsTarget
{
    private static readonly (string Host, int Port)[] _servers = [("git.example.org", 22), ("192.0.2.1", 2222), ("::1", 22)];

    public static void Run(ReadOnlySpan<byte> input)
    {
        var text = Encoding.UTF8.GetString(input);
        var hosts = KnownHosts.Parse(text);
        var doubled = KnownHosts.Parse($"{text}\n{text}");
        foreach (var (host, port) in _servers)
        {
            var found = hosts.Find(host, port);
            Promise.Keep(found.Keys.Distinct().Count() == found.Keys.Count, "A key is found once.");
            Promise.Keep(found.Ignored.All(reason => reason.StartsWith("line ", StringComparison.Ordinal)), "What is ignored is said with its line.");
            Promise.Keep(doubled.Find(host, port).Keys.SequenceEqual(found.Keys), "Saying it twice changes nothing.");
            if (found.Keys.Count == 0) continue;
            var name = KnownHosts.NameOf(host, port);
            var revoked = KnownHosts.Parse($"{text}\n@revoked {name} {found.Keys[0].KeyType} {Convert.ToBase64String(found.Keys[0].Blob.Span)}");
            Promise.Keep(!revoked.Find(host, port).Keys.Contains(found.Keys[0]), "A revoked key is not found.");
        }
    }
}
