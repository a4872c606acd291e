using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Proxy.Commands;

/// <summary>Reads and writes the command line of an exec request (RFC 4254 section 6.5) as strictly as git-shell and hg-ssh.</summary>
internal static class CommandLine
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int MaxLength = 4096;

    private const string Unknown = "This host offers git and Mercurial only: use git or hg with this address as the remote.";

    /// <summary>
    /// Reads an exec line from an untrusted client. Never throws: what is not exactly one of the known commands gives
    /// false and one friendly sentence for the user's terminal.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out HostingCommand? command, [NotNullWhen(false)] out string? refusal) =>
        TryParse(line, FrozenSet<string>.Empty, out command, out refusal);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out HostingCommand?, out string?)"/>
    /// <param name="line">The line.</param>
    /// <param name="hostCommands">First words that pass as commands of the hosting software; each satisfies <see cref="HostCommandName.IsValid"/>.</param>
    /// <param name="command">What it says.</param>
    /// <param name="refusal">Why not.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> line, FrozenSet<string> hostCommands, [NotNullWhen(true)] out HostingCommand? command, [NotNullWhen(false)] out string? refusal)
    {
        command = null;
        if (line.Length > MaxLength)
        {
            refusal = $"The command is longer than {MaxLength} bytes: use a shorter repository path.";
            return false;
        }
        var words = new List<string>(5);
        if (!ShellWords.TrySplit(line, words, out refusal)) return false;
        var recognised = words.Count > 0 && hostCommands.Contains(words[0]) ? RecogniseHostCommand(words, out refusal) : Recognise(words, out refusal);
        if (recognised is null)
        {
            refusal ??= Unknown;
            return false;
        }
        refusal = RepositoryPath.Refuse(recognised.Service, recognised.Path);
        if (refusal is not null) return false;
        command = recognised;
        return true;
    }

    /// <summary>
    /// The command line for a backend, every path strictly single-quoted. <paramref name="path"/> replaces the command's
    /// own and must satisfy <see cref="RepositoryPath.Refuse"/>. A host command is what it is: none of its characters means
    /// anything to a shell.
    /// </summary>
    public static byte[] Render(HostingCommand command, string path)
    {
        if (command.Service == HostingService.HostCommand) return Encoding.UTF8.GetBytes(command.Operation!);
        var quoted = ShellQuoting.Quote(path);
        var line = command.Service == HostingService.Hg
            ? $"hg -R {quoted} serve --stdio"
            : command.Operation is null
                ? $"{command.Service.WireName()} {quoted}"
                : $"{command.Service.WireName()} {quoted} {command.Operation}";
        return Encoding.UTF8.GetBytes(line);
    }

    private static HostingCommand? Recognise(List<string> words, out string? refusal)
    {
        refusal = Unknown;
        if (words.Count == 0) return null;
        if (words[0] == "hg") return RecogniseMercurial(words, out refusal);
        // `git upload-pack` and `git-upload-pack` are the same command; git-shell takes both.
        if (words[0] == "git" && words.Count > 1)
        {
            words[0] = $"git-{words[1]}";
            words.RemoveAt(1);
        }
        if (!HostingServiceNames.TryParse(words[0], out var service)) return null;
        return service is HostingService.GitLfsAuthenticate or HostingService.GitLfsTransfer
            ? RecogniseLfs(service, words, out refusal)
            : RecogniseGit(service, words, out refusal);
    }

    private static HostingCommand? RecogniseGit(HostingService service, List<string> words, out string? refusal)
    {
        refusal = words.Count == 2 ? null : $"{service.WireName()} takes exactly one repository path here: quote a path that has spaces.";
        if (refusal is not null) return null;
        var access = service == HostingService.GitReceivePack ? Access.Write : Access.Read;
        return new HostingCommand(service, access, words[1]);
    }

    private static HostingCommand? RecogniseLfs(HostingService service, List<string> words, out string? refusal)
    {
        var understood = words.Count == 3 && words[2] is "download" or "upload";
        refusal = understood ? null : $"{service.WireName()} takes a repository path and then download or upload: update git-lfs if it sent something else.";
        return understood ? new HostingCommand(service, words[2] == "upload" ? Access.Write : Access.Read, words[1], words[2]) : null;
    }

    // Mercurial sends the same line for pull and push, so it must be allowed to do what a push may.
    private static HostingCommand? RecogniseMercurial(List<string> words, out string? refusal)
    {
        var understood = words.Count == 5 && words[1] == "-R" && words[3] == "serve" && words[4] == "--stdio";
        refusal = understood ? null : "Of Mercurial only 'hg -R PATH serve --stdio' is served here: use hg clone, pull and push with an ssh:// URL.";
        return understood ? new HostingCommand(HostingService.Hg, Access.Write, words[2]) : null;
    }

    // What such a command does to which repository only the hosting software knows, so it counts as a write.
    private static HostingCommand? RecogniseHostCommand(List<string> words, out string? refusal)
    {
        refusal = words.TrueForAll(word => word.Length > 0 && HostCommandName.IsPlain(word))
            ? null
            : $"Behind {words[0]} only words of letters, digits and . _ / @ = - are passed on here: leave other characters out.";
        return refusal is null ? new HostingCommand(HostingService.HostCommand, Access.Write, "", string.Join(' ', words)) : null;
    }
}
