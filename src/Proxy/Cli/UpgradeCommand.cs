using System.CommandLine;
using System.Net.Http.Json;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Hosting;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice upgrade</c>: has the program that lies at the running proxy's path take over from it.</summary>
internal static class UpgradeCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var config = new Option<string>("--config", "-c") { Description = "The configuration file of the running proxy.", HelpName = "FILE", Required = true };
        var command = new Command("upgrade", "Have the program at the running proxy's path take over its listeners; requests that run are finished by the process that began them.") { config };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = AdminClient.Open(arguments.GetRequiredValue(config), arguments.InvocationConfiguration.Error, TimeSpan.FromSeconds(90));
            if (client is null) return 1;
            using var answer = await client.PostAsync(UpgradeRoutes.Path, null, cancellation);
            if (answer is null || await answer.Content.ReadFromJsonAsync<UpgradeResult>(DrainView.Json, cancellation) is not { ProcessId: { } successor }) return 1;
            await arguments.InvocationConfiguration.Output.WriteLineAsync($"Process {successor} accepts clients now; the one before drains.");
            return 0;
        });
        return command;
    }
}
