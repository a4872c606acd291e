namespace Sluice.Testing;

/// <summary>
/// A user whose ssh hands git the first mebibytes and then waits for a word: a clone that is surely under way, however fast the
/// machine.
/// </summary>
public sealed class PausedClone
{
    private readonly string _reached;
    private readonly string _goOn;

    private PausedClone(SshClient client, string reached, string goOn)
    {
        Client = client;
        _reached = reached;
        _goOn = goOn;
    }

    public SshClient Client { get; }

    public static PausedClone Of(SshClient client, TemporaryFolder folder)
    {
        var name = $"pause-{Guid.NewGuid():N}";
        var (reached, goOn) = (folder.PathOf($"{name}.reached"), folder.PathOf($"{name}.go"));
        // dd passes on each read at once, as the conversation before the pack needs it; head would keep it back. The word comes
        // by a pipe, which costs nothing to wait at; it is opened both ways so that it stays open until the word is there.
        var script = folder.Write($"{name}.sh",
            $"""
            {RequiredProgram.Find("ssh")} {string.Join(' ', client.SshWords)} "$@" | (
                dd bs=64k count=3000000 iflag=count_bytes status=none
                mkfifo {goOn}
                exec 9<>{goOn}
                touch {reached}
                read -r <&9
                cat
            )
            exit "$PIPESTATUS"
            """);
        var paused = client with
        {
            GitSshCommand = $"{RequiredProgram.Find("bash")} {script}",
            MoreEnvironment = new Dictionary<string, string?> { ["GIT_SSH_VARIANT"] = "ssh" },
        };
        return new PausedClone(paused, reached, goOn);
    }

    /// <summary>Returns when the client has had its first mebibytes and reads no more.</summary>
    /// <param name="limit">How long that may take; null is half a minute, for one clone alone.</param>
    public Task ReachedAsync(TimeSpan? limit = null) =>
        Eventually.HoldsAsync(() => File.Exists(_reached), limit ?? TimeSpan.FromSeconds(30), () => "the clone did not get as far as 3 MB.");

    /// <summary>The same for one that may be over already.</summary>
    public void TryGoOn()
    {
        if (File.Exists(_goOn)) GoOn();
    }

    public void GoOn()
    {
        // Opened both ways it does not wait for a reader, who may have been killed.
        using var pipe = new FileStream(_goOn, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        pipe.WriteByte((byte)'\n');
    }
}
