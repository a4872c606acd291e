using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sluice.Proxy.Embedded;

/// <summary>The clone of the demonstration: the system's git and ssh, and what they say about it.</summary>
internal sealed partial class DemoClone
{
    private readonly DemoState _state;
    private readonly int _port;
    private readonly string _ssh;

    public DemoClone(DemoState state, int port)
    {
        _state = state;
        _port = port;
        _ssh = Ssh(state, state.WriteKnownHosts(port));
    }

    /// <summary>The command line that repeats it.</summary>
    public string CommandLine => $"GIT_SSH_COMMAND=\"{_ssh.Replace("\"", "\\\"", StringComparison.Ordinal)}\" git clone {Url}";

    /// <summary>What it clones.</summary>
    public string Url => $"ssh://git@127.0.0.1:{_port}/{SampleRepository.Name}";

    /// <summary>Clones into a folder of its own, compares every bit, and removes the folder.</summary>
    public async Task<DemoResult> RunAsync(CancellationToken cancellationToken)
    {
        var copy = Path.Combine(_state.Root, $"clone-{Environment.ProcessId}");
        if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        try
        {
            // ssh -v tells what was agreed on.
            var environment = new Dictionary<string, string> { ["GIT_SSH_COMMAND"] = $"{_ssh} -v", ["GIT_SSH_VARIANT"] = "ssh" };
            var started = Stopwatch.GetTimestamp();
            var clone = await GitProgram.RunAsync(["clone", "--quiet", Url, copy], null, cancellationToken, environment).ConfigureAwait(false);
            var elapsed = Stopwatch.GetElapsedTime(started);
            var fault = clone.Succeeded ? await CompareAsync(copy, cancellationToken).ConfigureAwait(false) : Failure(clone.Error);
            var head = fault is null ? (await HeadAsync(copy, cancellationToken).ConfigureAwait(false)).Output : "";
            return new DemoResult(fault, elapsed, head, Find(KexLine(), clone.Error), Find(HostKeyLine(), clone.Error), Find(CipherLine(), clone.Error));
        }
        finally
        {
            if (Directory.Exists(copy)) Directory.Delete(copy, recursive: true);
        }
    }

    /// <summary>Null if the copy is the original.</summary>
    private async Task<string?> CompareAsync(string copy, CancellationToken cancellationToken)
    {
        var original = await HeadAsync(Path.Combine(_state.Repositories, SampleRepository.Name), cancellationToken).ConfigureAwait(false);
        var cloned = await HeadAsync(copy, cancellationToken).ConfigureAwait(false);
        if (!original.Succeeded || !cloned.Succeeded || original.Output != cloned.Output)
            return $"The clone's newest commit is '{cloned.Output}' and should be '{original.Output}'.";
        foreach (var (name, content) in SampleRepository.Files)
        {
            var file = Path.Combine(copy, name);
            if (!File.Exists(file) || await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false) != content)
                return $"The clone's {name} is not what was committed.";
        }
        var check = await GitProgram.RunAsync(["-C", copy, "fsck", "--full", "--strict"], null, cancellationToken).ConfigureAwait(false);
        return check.Succeeded ? null : $"git fsck finds fault with the clone: {check.Error}";
    }

    private static Task<GitProgram.Result> HeadAsync(string repository, CancellationToken cancellationToken) =>
        GitProgram.RunAsync(["-C", repository, "rev-parse", "HEAD"], null, cancellationToken);

    /// <summary>What was said beside ssh's own account of itself.</summary>
    private static string Failure(string error)
    {
        string[] chatter = ["debug", "OpenSSH_", "Authenticated to", "Transferred:", "Bytes per second:"];
        var lines = error.Split('\n').Where(line => !chatter.Any(start => line.StartsWith(start, StringComparison.Ordinal)));
        return $"git clone failed:\n{string.Join('\n', lines)}";
    }

    private static string Ssh(DemoState state, string knownHosts) => string.Join(
        ' ', "ssh", "-F", "none", "-i", Quote(state.UserKeyFile), "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes",
        "-o", Quote($"UserKnownHostsFile={InSshConfig(knownHosts)}"), "-o", "StrictHostKeyChecking=yes");

    /// <summary>ssh takes a value apart at white space.</summary>
    private static string InSshConfig(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static string Quote(string word) => word.Any(c => !char.IsAsciiLetterOrDigit(c) && !"/._-=".Contains(c, StringComparison.Ordinal))
        ? $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"
        : word;

    private static string Find(Regex line, string text) => line.Match(text) is { Success: true } match ? match.Groups[1].Value.Trim() : "?";

    [GeneratedRegex(@"^debug1: kex: algorithm: (\S+)", RegexOptions.Multiline)]
    private static partial Regex KexLine();

    [GeneratedRegex(@"^debug1: kex: host key algorithm: (\S+)", RegexOptions.Multiline)]
    private static partial Regex HostKeyLine();

    [GeneratedRegex(@"^debug1: kex: server->client cipher: (\S+)", RegexOptions.Multiline)]
    private static partial Regex CipherLine();
}
