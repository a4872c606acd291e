using System.Text;

namespace Sluice.Fuzz.Seeds;

/// <summary>Inputs that people and their programs write as text.</summary>
internal static class LineSeeds
{
    private static readonly string _key = $"ssh-ed25519 {Convert.ToBase64String(FixedKeys.Ed25519.PublicKey.Blob.Span)}";

    public static IEnumerable<(string, byte[])> Identification() =>
    [
        ("openssh", Text("\0SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3\r\n")),
        ("putty", Text("\0SSH-2.0-PuTTY_Release_0.78\r\n")),
        ("old-server", Text("\u0001SSH-1.99-Cisco-1.25\n")),
        ("banner-first", Text("\u0001Authorised use only.\r\nYou have been told.\r\nSSH-2.0-dropbear_2022.83\r\n")),
        ("first-packet-too", Text("\0SSH-2.0-Go\r\n\0\0\u0001\u0014")),
        ("protocol-1", Text("\0SSH-1.5-1.2.27\n")),
        ("http", Text("\0GET / HTTP/1.1\r\nHost: x\r\n\r\n")),
        ("longest", Text($"\0SSH-2.0-{new string('x', 245)}\r\n")),
        ("too-long", Text($"\0SSH-2.0-{new string('x', 246)}\r\n")),
        ("preamble-to-the-end", Text($"\u0001{string.Concat(Enumerable.Repeat(new string('y', 127) + "\n", 64))}SSH-2.0-x\r\n")),
    ];

    public static IEnumerable<(string, byte[])> Exec() =>
    [
        ("upload-pack", Text("git-upload-pack 'team/x.git'")),
        ("receive-pack", Text("git receive-pack '/srv/git/x.git'")),
        ("upload-archive", Text("git-upload-archive x.git")),
        ("quote", Text("git-upload-pack 'it'\\''s.git'")),
        ("bang", Text("git-upload-pack 'wow'\\!'.git'")),
        ("double-quotes", Text("git-upload-pack \"team/a b.git\"")),
        ("utf8", Text("git-upload-pack 'überall/ж.git'")),
        ("spaces", Text("  git-upload-pack   './a//b/./c.git' ")),
        ("shell", Text("git-upload-pack 'x;id >$HOME'")),
        ("host-command", Text("info")),
        ("host-command-words", Text("'perms' team/x + READERS=bob")),
        ("hg", Text("hg -R team/x serve --stdio")),
        ("hg-quoted", Text("hg -R 'team/a b' serve --stdio")),
        ("lfs", Text("git-lfs-authenticate 'x.git' download")),
        ("lfs-transfer", Text("git-lfs-transfer 'x.git' upload")),
        ("parent", Text("git-upload-pack 'a/../../x.git'")),
        ("option", Text("git-upload-pack '--help'")),
        ("home", Text("git-upload-pack '~root/x.git'")),
        ("home-below", Text("git-upload-pack './~root/x.git'")),
        ("option-below", Text("git-upload-pack './-x.git'")),
        ("inside", Text("git-upload-pack 'team/x/.git'")),
        ("substitution", Text("git-upload-pack $(id)")),
    ];

    public static IEnumerable<(string, byte[])> AuthorizedKeys() =>
    [
        ("plain", Text($"{_key} alice@laptop")),
        ("restrict", Text($"restrict,from=\"192.0.2.*,!192.0.2.7,10.0.0.0/8,2001:db8::/32\" {_key} c")),
        ("expiry", Text($"expiry-time=\"20300101\" {_key}")),
        ("expiry-utc", Text($"expiry-time=\"203001010000Z\",no-pty {_key}")),
        ("expiry-first-year", Text($"expiry-time=\"00020101\" {_key}")),
        ("expiry-last-year", Text($"expiry-time=\"99991230235959\" {_key}")),
        ("command", Text($"command=\"echo \\\"hi\\\", there\" {_key}")),
        ("comment", Text("# nobody")),
        ("authority", Text($"cert-authority,principals=\"alice\" {_key}")),
    ];

    public static IEnumerable<(string, byte[])> KnownHosts() =>
    [
        ("plain", Text($"git.example.org,192.0.2.1 {_key}\n")),
        ("port", Text($"[192.0.2.1]:2222 {_key} comment\n")),
        ("pattern", Text($"*.example.org,!evil.example.org {_key}\n")),
        ("revoked", Text($"git.example.org {_key}\n@revoked * {_key}\n")),
        ("authority", Text($"@cert-authority *.example.org {_key}\n")),
        ("hashed", Text($"|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= {_key}\n")),
        ("comments", Text($"# hosts\n\n\t\n::1 {_key}\n")),
    ];

    public static IEnumerable<(string, byte[])> LogText() =>
    [
        ("word", Text("alice")),
        ("sentence", Text("alice = \"root\" \\ x")),
        ("lines", Text("alice\nAccepted publickey for root\r\n")),
        ("terminal", Text("\u001b[2J\u202eecila\u0085\u2028")),
        ("half-a-rune", [.. Text("a"), 0xf0, 0x9f, 0x98]),
    ];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
