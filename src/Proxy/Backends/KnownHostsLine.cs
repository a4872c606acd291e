using Sluice.Transport;

namespace Sluice.Proxy.Backends;

/// <summary>One line of a known_hosts file: <c>[@marker] hosts type base64 [comment]</c>.</summary>
internal sealed class KnownHostsLine
{
    private readonly HostPatterns _hosts;

    private KnownHostsLine(int number, string marker, HostPatterns hosts, SshPublicKey? key, string fault)
    {
        Number = number;
        Marker = marker;
        _hosts = hosts;
        Key = key;
        Fault = fault;
    }

    /// <summary>The number of the line, from 1.</summary>
    public int Number { get; }

    /// <summary><c>@revoked</c>, <c>@cert-authority</c>, something unknown that begins with @, or empty.</summary>
    public string Marker { get; }

    /// <summary>The key, or null if it cannot be used; then <see cref="Fault"/> says why.</summary>
    public SshPublicKey? Key { get; }

    /// <inheritdoc cref="Key"/>
    public string Fault { get; }

    /// <summary>Reads a line; false if it is empty or a comment.</summary>
    public static bool TryParse(string line, int number, out KnownHostsLine parsed)
    {
        parsed = null!;
        if (line.Length == 0 || line[0] == '#') return false;
        var marker = line[0] == '@' ? TakeWord(ref line) : "";
        var hosts = TakeWord(ref line);
        if (hosts.Length == 0) return false;
        var usable = SshPublicKey.TryParseLine(line, out var key, out _, out var fault);
        parsed = new KnownHostsLine(number, marker, new HostPatterns(hosts), usable ? key : null, usable ? "" : fault);
        return true;
    }

    /// <summary>True if the line is about the server of that name.</summary>
    public bool Matches(string name) => _hosts.Match(name);

    private static string TakeWord(ref string line)
    {
        var end = line.AsSpan().IndexOfAny(' ', '\t');
        var word = end < 0 ? line : line[..end];
        line = end < 0 ? "" : line[end..].Trim();
        return word;
    }
}
