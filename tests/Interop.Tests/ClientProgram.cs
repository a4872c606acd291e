using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>
/// An SSH client other than OpenSSH, as a command line in the form that git uses: options, <c>-p PORT</c>, <c>USER@HOST</c>, a
/// command. A client that has no such program of its own gets a small one from the folder Clients, which is given the key
/// and the known_hosts file in the environment and leaves everything else at the library's defaults.
/// </summary>
public sealed record ClientProgram
{
    public required string Name { get; init; }

    /// <summary>Types of user keys that it can log in with, as ssh-keygen names them; the first one is the one it is tried with most.</summary>
    public required IReadOnlyList<string> KeyTypes { get; init; }

    /// <summary>Finds or builds the program, in a folder that is there for that, and gives the words it is started with.</summary>
    public required Func<TemporaryFolder, Task<IReadOnlyList<string>>> FindAsync { get; init; }

    /// <summary>Further words for one user at one endpoint.</summary>
    public Func<SshClient, string, IReadOnlyList<string>> OptionsFor { get; init; } = (_, _) => [];

    /// <summary>Writes a key in the form that the client reads to a path; null if it reads OpenSSH's.</summary>
    public Func<SshKeyPair, string, Task>? ConvertKeyAsync { get; init; }

    /// <summary>Variables that the program needs.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>git's word for the dialect of the command line: ssh or plink.</summary>
    public string Variant { get; init; } = "ssh";

    /// <summary>False if it knows no SendEnv, so that git must not ask for it: protocol version 0 needs no environment.</summary>
    public bool SendsEnvironment { get; init; } = true;

    /// <summary>Options for git itself.</summary>
    public string[] GitOptions => SendsEnvironment ? [] : ["-c", "protocol.version=0"];

    /// <summary>The option that names the port.</summary>
    public string PortOption => Variant == "plink" ? "-P" : "-p";

    public override string ToString() => Name;
}
