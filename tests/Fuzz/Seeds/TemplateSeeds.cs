using System.Text;

namespace Sluice.Fuzz.Seeds;

/// <summary>Command templates with a value that fills each of their fields.</summary>
internal static class TemplateSeeds
{
    public static IEnumerable<(string, byte[])> All() =>
    [
        ("gitolite", Seed("env SSH_ORIGINAL_COMMAND={command} gitolite-shell {user}", "git-upload-pack 'team/x.git'")),
        ("gitea", Seed("/usr/local/bin/gitea --config=/etc/gitea/app.ini serv key-{key_id}", "42")),
        ("adjacent", Seed("serve {user}{repository}x{path}", "it's !")),
        ("quotes", Seed("log 'a {{b}}' \"c d\" {request_id}", "$(id) `id` \\ \"")),
        ("braces", Seed("echo {{{service}}}", "ü")),
        ("option", Seed("serve {fingerprint}", "--help")),
        ("unknown", Seed("serve {users}", "x")),
        ("in-quotes", Seed("serve \"{user}\"", "x")),
        ("shell", Seed("serve $({client_address})", "x")),
    ];

    private static byte[] Seed(string template, string value) => InputCursor.Join(Encoding.UTF8.GetBytes(template), Encoding.UTF8.GetBytes(value));
}
