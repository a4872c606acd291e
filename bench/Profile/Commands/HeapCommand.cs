using System.CommandLine;

using Sluice.Profile.Collecting;

namespace Sluice.Profile.Commands;

/// <summary><c>tools/profile/heap</c>: what dotnet-gcdump reports, printed.</summary>
internal static class HeapCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var processId = new Option<int>("--pid") { Description = "A running sluice.", Required = true };
        var top = new Option<int>("--top") { Description = "Types to print.", DefaultValueFactory = _ => 30 };
        var command = new Command("heap", "Makes a running sluice collect, and prints what lives on its heap by type.") { processId, top };
        command.SetAction(async (arguments, _) =>
        {
            var heap = await HeapSnapshot.TakeAsync(arguments.GetValue(processId));
            Console.WriteLine($"{heap.Bytes,16:N0} bytes in {heap.Objects:N0} objects of {heap.Types.Count:N0} types");
            foreach (var type in heap.Types.Take(arguments.GetValue(top))) Console.WriteLine($"{type.Bytes,16:N0} {type.Count,10:N0}  {type.Name}");
            return 0;
        });
        return command;
    }
}
