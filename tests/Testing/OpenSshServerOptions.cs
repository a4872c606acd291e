namespace Sluice.Testing;

/// <summary>What a test wants of its sshd beyond the defaults.</summary>
public sealed record OpenSshServerOptions
{
    /// <summary>The server's program: a name to be found, or a path.</summary>
    public string Program { get; init; } = "sshd";

    /// <summary>sshd's LogLevel.</summary>
    public string LogLevel { get; init; } = "VERBOSE";

    /// <summary>sshd's RekeyLimit, for example 1M; null for its default.</summary>
    public string? RekeyLimit { get; init; }

    /// <summary>sshd's Ciphers; null for its default.</summary>
    public string? Ciphers { get; init; }

    /// <summary>sshd's MaxSessions: channels of one connection.</summary>
    public int MaxSessions { get; init; } = 10;

    /// <summary>A program to run in place of what the client asks for; it finds the request in SSH_ORIGINAL_COMMAND.</summary>
    public string? ForceCommand { get; init; }

    /// <summary>sshd's AcceptEnv; null for none, as sshd is without a word.</summary>
    public string? AcceptEnv { get; init; } = "GIT_PROTOCOL LANG LC_* SLUICE_*";

    /// <summary>Further lines for sshd_config.</summary>
    public IReadOnlyList<string> MoreLines { get; init; } = [];
}
