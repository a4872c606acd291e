using System.Buffers;
using System.Collections.Frozen;
using System.Text;

using Sluice.Proxy.Commands;

namespace Sluice.Fuzz.Targets;

/// <summary>The command line of an exec request.</summary>
internal static class ExecLineTarget
{
    private static readonly SearchValues<byte> _plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/@=- "u8);

    private static readonly FrozenSet<string> _hostCommands = FrozenSet.Create(StringComparer.Ordinal, "info", "perms");

    public static void Run(ReadOnlySpan<byte> line)
    {
        RunHostCommand(line);
        if (!CommandLine.TryParse(line, out var command, out var refusal))
        {
            Promise.Keep(refusal.Length > 0 && !refusal.Any(char.IsControl), "A refusal is a sentence.");
            return;
        }
        Promise.Keep(line.Length <= CommandLine.MaxLength, "A command keeps to its bound.");
        CheckPath(command);
        var rendered = CommandLine.Render(command, command.Path);
        Promise.Keep(CommandLine.TryParse(rendered, out var again, out refusal), $"What we send is what we would accept: {refusal}");
        Promise.Keep(again == command, "Quoting changes nothing.");
        Promise.Keep(CommandLine.Render(again, again.Path).AsSpan().SequenceEqual(rendered), "Quoting has one form.");
        Promise.Keep(command.Access == Access.Write || command.Service is not (HostingService.GitReceivePack or HostingService.Hg), "What may write is called so.");
    }

    private static void RunHostCommand(ReadOnlySpan<byte> line)
    {
        if (!CommandLine.TryParse(line, _hostCommands, out var command, out _) || command.HostCommand is not { } name) return;
        Promise.Keep(_hostCommands.Contains(name) && command is { Path: "", Repository: "", Access: Access.Write }, "Only what is named passes, and has no repository.");
        var rendered = CommandLine.Render(command, "");
        Promise.Keep(rendered.AsSpan().IndexOfAnyExcept(_plain) < 0, "Nothing in a host command means anything to a shell.");
        Promise.Keep(CommandLine.TryParse(rendered, _hostCommands, out var again, out _) && again == command, "A host command that is sent is the one that came.");
        Promise.Keep(!CommandLine.TryParse(rendered, out _, out _), "Nothing passes that was not named.");
    }

    private static void CheckPath(HostingCommand command)
    {
        var components = command.Path.Split('/');
        Promise.Keep(!components.Contains(".."), "No path leads upwards.");
        Promise.Keep(command.Path[0] is not ('-' or '~') && !command.Path.Any(char.IsControl), "No path is an option, a home or a trick on a terminal.");
        Promise.Keep(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(command.Path)) == command.Path, "A path is whole text.");
        var named = components.Where(part => part is not ("" or ".")).ToList();
        while (named.Count > 1 && named[^1] == ".git") named.RemoveAt(named.Count - 1);
        Promise.Keep(command.Repository == string.Join('/', named), "Routes see one spelling.");
        Promise.Keep(RepositoryPath.Normalise($"{command.Repository}/.git") == command.Repository, "The inside of a repository is the repository.");
        Promise.Keep(RepositoryPath.Normalise(command.Repository) == command.Repository && command.Repository.Length > 0, "That spelling is settled.");
        // A rewritten path goes through the same check, so the settled spelling has to pass it unless it lost its guard.
        if (command.Repository[0] is not ('-' or '~')) Promise.Keep(RepositoryPath.Refuse(command.Service, command.Repository) is null, "The settled spelling is acceptable.");
    }
}
