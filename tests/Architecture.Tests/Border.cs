using System.Text.RegularExpressions;

namespace Sluice.Architecture.Tests;

/// <summary>Words that must not stand in some folders' code.</summary>
/// <param name="Words">A regular expression.</param>
/// <param name="Applies">Project and folder in, true if the words are forbidden there.</param>
/// <param name="Why">The rest of the sentence after the folder's name.</param>
internal sealed record Border(string Words, Func<string, string, bool> Applies, string Why)
{
    /// <summary>All borders of the house.</summary>
    public static IReadOnlyList<Border> All { get; } =
    [
        new(@"\bSystem\.Net\.Sockets\b|\bSocket(Async\w*|Exception|Error|Flags|Shutdown|Options?\w*)?\b|\bTcp(Client|Listener)\b|\bNetworkStream\b",
            (project, folder) => project == "Transport" && folder != "Io",
            "must not know sockets: that is the business of Transport/Io."),
        new(@"\bSocket\b|\bSocketAsyncEventArgs\b|\bTcp(Client|Listener)\b|\bNetworkStream\b",
            (project, folder) => project == "Proxy" && folder is not ("Embedded" or "Hosting" or "Admin"),
            "must not open sockets: the proxy uses Transport's public doors, and only the admin endpoint has a Unix socket of its own."),
        new(@"\bArrayPool\b",
            (project, folder) => (project, folder) != ("Transport", "Buffers"),
            "must not see ArrayPool: only Transport/Buffers does, so that every block is counted home."),
        new(@"\bOrg\.BouncyCastle\b",
            (project, folder) => (project, folder) != ("Transport", "Crypto"),
            "must not see BouncyCastle: only Transport/Crypto does."),
        new(@"\bSystem\.Security\.Cryptography\b",
            (project, folder) => project == "Transport" && folder != "Crypto",
            "must not see System.Security.Cryptography: only Transport/Crypto does."),
        new(@"\bSystem\.Security\.Cryptography\b",
            (project, folder) => project == "Proxy" && folder is not ("Backends" or "Endpoints" or "Identity" or "Options"),
            "must not see System.Security.Cryptography: in the proxy only hashed names in known_hosts, fingerprints, certificates of endpoints and clearing secrets need it."),
        new(@"\bNpgsql\b",
            (project, folder) => project == "Transport" || folder is not ("Identity" or "Options" or "Cli"),
            "must not see Npgsql: Identity asks the database, Options reads how to reach it, and the command line makes its schema."),
        new(@"\basync\b|\bawait\b|\b(Value)?Task\b|\bSystem\.Threading\b|\bThread\b|\bTimer\b|\bCancellationToken\w*\b|\bDateTime(Offset)?\b|\bTimeProvider\b|\bStopwatch\b",
            (project, folder) => (project, folder) is
                ("Transport", "Wire" or "Handshake" or "Authentication" or "Channels" or "Packets") or ("Proxy", "Commands" or "Routing"),
            "is a still machine: no tasks, no threads, no clocks."),
        new(@"\bSluice\.Transport\.\w",
            (project, _) => project == "Proxy",
            "must use Transport by its public doors only."),
        new(@"\bSluice\.Transport\b",
            (project, folder) => project == "Proxy" && folder is "Commands" or "Routing",
            "must not import Transport."),
        new(@"\bSluice\.Proxy\b",
            (project, _) => project == "Transport",
            "must not know the proxy."),
        new(@"\bSluice\.(Testing|\w+\.Tests|Microbenchmarks|EndToEnd|KeyLookups|Load|Profile|Soak)\b",
            (_, _) => true,
            "must not import tests, bench or tools."),
    ];

    private readonly Regex _pattern = new(Words);

    public IEnumerable<Violation> Check(IEnumerable<SourceFile> files) =>
        from file in files
        where Applies(file.Project, file.Folder)
        from line in Enumerable.Range(0, file.Code.Count)
        where _pattern.IsMatch(file.Code[line])
        select new Violation(file.Path, line + 1, $"{file.Project}/{file.Folder} {Why}");
}
