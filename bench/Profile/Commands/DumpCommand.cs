using System.CommandLine;

using Microsoft.Diagnostics.NETCore.Client;

using Sluice.Profile.Collecting;

namespace Sluice.Profile.Commands;

/// <summary><c>tools/profile/dump</c>: what dotnet-dump does to collect and to look.</summary>
internal static class DumpCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var processId = new Option<int?>("--pid") { Description = "A running sluice: its memory is written to --file, and it goes on." };
        var file = new Option<string>("--file") { Description = "The dump.", Required = true };
        var mini = new Option<bool>("--mini") { Description = "Threads and stacks alone, without the heap." };
        var read = new Option<bool>("--read") { Description = "Prints the dump's threads, its heap by generation and by type." };
        var type = new Option<string?>("--roots") { Description = "Prints who holds the first object whose type's name ends like this." };
        var command = new Command("dump", "Writes a running sluice's memory to a file, or reads such a file. A dump holds keys and everything else in memory: guard it, and delete it.") { processId, file, mini, read, type };
        command.SetAction(arguments =>
        {
            var path = Path.GetFullPath(arguments.GetRequiredValue(file));
            if (arguments.GetValue(processId) is { } target)
            {
                new DiagnosticsClient(target).WriteDump(arguments.GetValue(mini) ? DumpType.Normal : DumpType.WithHeap, path);
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                Console.WriteLine($"{path}: {new FileInfo(path).Length >> 20} MiB");
            }
            if (arguments.GetValue(read)) DumpReader.Print(path, Console.Out);
            if (arguments.GetValue(type) is { } ending) DumpReader.PrintRoots(path, ending, Console.Out);
            return 0;
        });
        return command;
    }
}
