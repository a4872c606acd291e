using System.CommandLine;
using System.Net.Http.Json;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Admin.Memory;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice memory</c>: what the running proxy uses memory for.</summary>
internal static class MemoryCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var config = SluiceCommandLine.Config();
        var gc = new Option<bool>("--gc") { Description = "Force a collection of everything first, which holds the proxy up for some tens of milliseconds, and say what it changed." };
        var top = new Option<int>("--top") { Description = "Also list the connections that cost most.", HelpName = "N" };
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 1000) result.AddError("--top takes a number from 0 to 1000.");
        });
        var json = SluiceCommandLine.Json();
        var command = new Command("memory", "Say what a connection costs, whether it is given back, and what the garbage collector does.") { config, gc, top, json };
        command.SetAction((arguments, cancellation) => RunAsync(
            arguments.GetRequiredValue(config), arguments.GetValue(gc), arguments.GetValue(top), arguments.GetValue(json), arguments.InvocationConfiguration, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, bool gc, int top, bool json, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        using var client = AdminClient.Open(file, streams.Error);
        if (client is null) return 1;
        if (!gc)
        {
            var path = $"{MemoryRoutes.Path}?top={top}";
            if (json) return await JsonCommand.PrintAsync(client, path, streams.Output, cancellationToken);
            if (await client.GetAsync<MemoryPage>(path, cancellationToken) is not { } page) return 1;
            new MemoryText(streams.Output).Write(page, collection: null);
            return 0;
        }
        using var answer = await client.PostAsync($"{MemoryRoutes.Path}?gc=true&top={top}", null, cancellationToken);
        if (answer is null) return 1;
        if (json)
        {
            await streams.Output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellationToken));
            return 0;
        }
        if (await answer.Content.ReadFromJsonAsync<CollectionResult>(AdminClient.Json, cancellationToken) is not { } result) return 1;
        new MemoryText(streams.Output).Write(result.Page, result);
        return 0;
    }
}
