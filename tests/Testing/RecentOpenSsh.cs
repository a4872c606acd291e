namespace Sluice.Testing;

/// <summary>
/// An OpenSSH of the generation that prefers ML-KEM (9.9 and later), beside the system's own: the programs that tools/test puts into
/// <c>artifacts/openssh-10</c>.
/// </summary>
public static class RecentOpenSsh
{
    private static string Folder => Path.Combine(RepositoryRoot.FullName, "artifacts", "openssh-10");

    /// <summary>The path of a program.</summary>
    /// <exception cref="RequiredProgramMissingException">It was not fetched.</exception>
    public static string Find(string program) =>
        File.Exists(Path.Combine(Folder, "complete"))
            ? Path.Combine(Folder, "bin", program)
            : throw new RequiredProgramMissingException(
                $"This test needs OpenSSH 10 in {Folder}, which is not there: run tools/test, which fetches it and says why if it cannot.");

    /// <summary>The words with which git runs this OpenSSH's ssh as a user.</summary>
    public static string SshCommandOf(SshClient user, params string[] options) => string.Join(' ', [Find("ssh"), .. user.SshWords, .. options]);

    /// <summary>What a test wants of this OpenSSH's sshd, which has to be told where its other halves lie.</summary>
    public static OpenSshServerOptions ServerOptions(params string[] lines) => new()
    {
        Program = Find("sshd"),
        MoreLines = [$"SshdSessionPath {Find("sshd-session")}", $"SshdAuthPath {Find("sshd-auth")}", .. lines],
    };
}
